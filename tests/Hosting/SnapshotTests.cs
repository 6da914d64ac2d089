using System.Security.Cryptography;
using System.Text;
using Billing.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Billing.Hosting.Tests;

[TestFixture]
internal sealed class SnapshotTests
{
    private TestDatabase _database = null!;
    private NpgsqlDataSource _app = null!;
    private PostgresSnapshotStore _store = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _database = await TestDatabase.CreateAsync();
        await using var owner = NpgsqlDataSource.Create(_database.ConnectionString);
        await new Migrator(NullLogger<Migrator>.Instance).MigrateAsync(
            owner, "billing_test_login", [new("snapshots", Migration.From(typeof(BillingHost).Assembly))], CancellationToken.None);
        _app = DataSources.Create(_database.ConnectionString, "snapshots");
        _store = NewStore("2025-01-31T12:00:00Z");
    }

    [TearDown]
    public async Task StopAsync()
    {
        _store.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task What_was_put_is_read_by_any_process()
    {
        Snapshot[] put = [Document("small"), Document(new string('x', 100_000)), Document(Noise(5_000))];
        await _store.PutManyAsync("acme", put, CancellationToken.None);
        using var other = NewStore("2025-01-31T12:00:00Z");

        var read = await other.GetManyAsync("acme", [.. put.Select(snapshot => snapshot.Digest)], CancellationToken.None);

        read.Count.ShouldBe(3);
        foreach (var snapshot in put)
            read[snapshot.Digest].ShouldBe(snapshot.Content.ToArray());
    }

    [Test]
    public async Task Putting_twice_stores_once()
    {
        var document = Document("once");
        await _store.PutManyAsync("acme", [document, document], CancellationToken.None);
        await _store.PutManyAsync("acme", [document], CancellationToken.None);
        using var other = NewStore("2025-01-31T12:00:00Z");
        await other.PutManyAsync("acme", [document], CancellationToken.None);

        (await _database.ScalarAsync<long>("select count(*) from snapshots.blobs")).ShouldBe(1);
    }

    [Test]
    public async Task Writers_at_once_do_not_block_each_other_for_ever()
    {
        var documents = Enumerable.Range(0, 60).Select(number => Document($"document {number}")).ToList();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async writer =>
        {
            using var store = NewStore("2025-01-31T12:00:00Z");
            await store.PutManyAsync("acme", writer % 2 == 0 ? documents : [.. Enumerable.Reverse(documents)], CancellationToken.None);
        }));

        (await _database.ScalarAsync<long>("select count(*) from snapshots.blobs")).ShouldBe(60);
    }

    [Test]
    public async Task What_is_put_again_in_a_later_month_moves_to_that_months_partition_and_reads_the_same()
    {
        var document = Document("referenced for two months");
        await _store.PutManyAsync("acme", [document], CancellationToken.None);
        using var february = NewStore("2025-02-01T00:00:00Z");
        await february.PutManyAsync("acme", [document], CancellationToken.None);

        (await _database.QueryAsync<string>("select tableoid::regclass::text from snapshots.blobs order by 1")).ShouldBe(["snapshots.blobs_202501", "snapshots.blobs_202502"]);
        await _database.ExecuteAsync("drop table snapshots.blobs_202501");
        using var later = NewStore("2025-02-02T00:00:00Z");
        (await later.FindAsync("acme", document.Digest, CancellationToken.None)).ShouldBe(document.Content.ToArray());
    }

    [Test]
    public async Task Another_tenants_snapshot_is_not_there()
    {
        var document = Document("of acme");
        await _store.PutManyAsync("acme", [document], CancellationToken.None);

        (await _store.FindAsync("globex", document.Digest, CancellationToken.None)).ShouldBeNull();
    }

    [Test]
    public async Task A_missing_snapshot_is_named()
    {
        var (there, missing) = (Document("there"), Document("missing"));
        await _store.PutManyAsync("acme", [there], CancellationToken.None);

        var error = await Should.ThrowAsync<SnapshotMissingException>(() => _store.GetManyAsync("acme", [there.Digest, missing.Digest], CancellationToken.None));

        error.Digest.ShouldBe(missing.Digest);
    }

    [Test]
    public async Task A_snapshot_under_another_contents_digest_is_refused()
    {
        var forged = Document("true") with { Content = Encoding.UTF8.GetBytes("false") };

        await Should.ThrowAsync<ArgumentException>(() => _store.PutManyAsync("acme", [forged], CancellationToken.None));
    }

    [Test]
    public void The_cache_forgets_the_oldest_beyond_its_bytes()
    {
        var cache = new SnapshotCache(1_600);
        for (var number = 0; number < 20; number++)
            cache.Add("acme", $"digest-{number}", new byte[100], null);

        cache.TryGet("acme", "digest-3", out _).ShouldBeFalse();
        cache.TryGet("acme", "digest-4", out _).ShouldBeTrue();
        cache.Add("acme", "too-large", new byte[101], null);
        cache.TryGet("acme", "too-large", out _).ShouldBeFalse();
        cache.TryGet("globex", "digest-19", out _).ShouldBeFalse();
    }

    private static Snapshot Document(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new(Convert.ToHexStringLower(SHA256.HashData(bytes)), "input", bytes);
    }

    private static string Noise(int length)
    {
        var random = new Random(4711);
        return new([.. Enumerable.Range(0, length).Select(_ => (char)random.Next(33, 126))]);
    }

    private PostgresSnapshotStore NewStore(string now) => new(_app, new FixedTime(DateTimeOffset.Parse(now)));

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
