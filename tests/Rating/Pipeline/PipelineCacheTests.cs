using System.Text;
using Billing.Contracts;

namespace Billing.Rating.Tests;

[Parallelizable]
public sealed class PipelineCacheTests
{
    [Test]
    public async Task A_pipeline_is_prepared_once_and_kept_for_its_tenant()
    {
        using var bench = new RatingBench().Producer("fixed", _ => RatingBench.Charges());
        using var rater = new CompanyRater(bench.Fake, bench);
        var first = await rater.PrepareAsync("tenant-1", bench.Pipeline());
        (await rater.PrepareAsync("tenant-1", bench.Pipeline())).ShouldBeSameAs(first);
        (await rater.PrepareAsync("tenant-2", bench.Pipeline())).ShouldNotBeSameAs(first);
        first.Digest.ShouldBe(PipelineBuilder.Serialize(bench.Pipeline()).Digest);
    }

    [Test]
    public async Task A_pipeline_that_was_dropped_for_others_still_rates()
    {
        using var bench = new RatingBench().Producer("fixed", _ => RatingBench.Charges(RatingBench.Line("fee")));
        using var rater = new CompanyRater(bench.Fake, bench);
        var first = await rater.PrepareAsync("tenant-1", bench.Pipeline());
        for (var i = 0; i < 100; i++)
            await rater.PrepareAsync($"tenant-{i + 2}", bench.Pipeline());
        var input = new InputDocumentWriter(Catalogs.Facts).Write(new InputBuilder().Assignment("a").Build());
        (await rater.RateAsync(first, input)).Rated!.ChargeSet.Charges.Count.ShouldBe(1);
        (await rater.PrepareAsync("tenant-1", bench.Pipeline())).ShouldNotBeSameAs(first);
    }

    [TestCase("{}")]
    [TestCase("not json")]
    public async Task A_snapshot_that_is_no_pipeline_is_refused(string text)
    {
        using var bench = new RatingBench();
        using var rater = new CompanyRater(bench.Fake, bench);
        var bytes = Encoding.UTF8.GetBytes(text);
        (await Should.ThrowAsync<BillingException>(() => rater.PrepareAsync("tenant-1", bytes, Digest.Of(bytes)))).Error.Code.ShouldBe(ErrorCodes.DocumentInvalid);
    }

    [Test]
    public async Task A_cancelled_rating_ends_as_cancelled()
    {
        using var bench = new RatingBench().Producer("fixed", _ => RatingBench.Charges());
        using var rater = new CompanyRater(bench.Fake, bench);
        var pipeline = await rater.PrepareAsync("tenant-1", bench.Pipeline());
        var input = new InputDocumentWriter(Catalogs.Facts).Write(new InputBuilder().Assignment("a").Build());
        await Should.ThrowAsync<OperationCanceledException>(() => rater.RateAsync(pipeline, input, new CancellationToken(canceled: true)));
    }
}
