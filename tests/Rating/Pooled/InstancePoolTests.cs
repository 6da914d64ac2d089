using Billing.Sandbox;

namespace Billing.Rating.Tests.Pooled;

/// <summary>A pool under 32 threads: an instance is in one pair of hands, in the pool, or disposed of, once.</summary>
[TestFixture]
internal sealed class InstancePoolTests
{
    private const int Threads = 32;
    private const int Capacity = 5;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Test]
    public async Task Thirty_two_threads_never_hold_the_same_instance_and_the_pool_keeps_no_more_than_its_capacity()
    {
        using var pool = new InstancePool(Capacity);
        using var allHoldOne = new Barrier(Threads);
        var made = await TakeAndReturn(pool, turn =>
        {
            if (turn % 10 == 9) allHoldOne.SignalAndWait();
        });
        made.Count(instance => !instance.IsDisposed).ShouldBeInRange(1, Capacity);

        pool.Dispose();
        made.ShouldAllBe(instance => instance.IsDisposed);
    }

    [Test]
    public async Task A_pool_that_is_closed_while_its_instances_are_out_keeps_none_of_them()
    {
        for (var round = 0; round < 20; round++)
        {
            using var pool = new InstancePool(Capacity);
            var made = await TakeAndReturn(pool, turn =>
            {
                if (turn == 50) pool.Dispose();
            });
            made.ShouldAllBe(instance => instance.IsDisposed);
        }
    }

    [TestCase(1L << 20, 5)]
    [TestCase(20L << 20, 3)]
    [TestCase(500L << 20, 1)]
    public void A_pool_keeps_fewer_of_large_instances(long memoryBytes, int kept)
    {
        using var pool = new InstancePool(Capacity);
        var instances = Enumerable.Range(0, 8).Select(_ => new HeldInstance { MemoryBytes = memoryBytes }).ToArray();
        foreach (var instance in instances) pool.Return(instance);
        instances.Count(instance => !instance.IsDisposed).ShouldBe(kept);
    }

    private static async Task<List<HeldInstance>> TakeAndReturn(InstancePool pool, Action<int> between)
    {
        var made = new List<HeldInstance>();
        var threads = Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var turn = 0; turn < 100; turn++)
                {
                    var instance = Take();
                    instance.Hold();
                    between(turn);
                    instance.LetGo();
                    pool.Return(instance);
                }
            },
            TaskCreationOptions.LongRunning));
        await Task.WhenAll(threads).WaitAsync(Long);
        return made;

        HeldInstance Take()
        {
            if (pool.TryTake(out var idle)) return (HeldInstance)idle;
            var fresh = new HeldInstance();
            lock (made) made.Add(fresh);
            return fresh;
        }
    }

    /// <summary>Knows whether somebody has it.</summary>
    private sealed class HeldInstance : IWasmInstance
    {
        private int _holders;
        private int _disposals;

        public bool IsDisposed => _disposals > 0;

        public long MemoryBytes { get; init; } = 65_536;

        public void Hold()
        {
            Interlocked.Increment(ref _holders).ShouldBe(1);
            IsDisposed.ShouldBeFalse();
        }

        public void LetGo() => Interlocked.Decrement(ref _holders).ShouldBe(0);

        public void Dispose()
        {
            Interlocked.Increment(ref _disposals).ShouldBe(1);
            _holders.ShouldBe(0);
        }

        public WasmCallResult Call(string export, ReadOnlySpan<WasmValue> arguments, WasmLimits limits) => throw new NotSupportedException();

        public WasmExternal? FindExport(string export) => throw new NotSupportedException();

        public bool TryReadGlobal(string export, out WasmValue value) => throw new NotSupportedException();

        public bool TryRead(long address, Span<byte> destination) => throw new NotSupportedException();

        public bool TryWrite(long address, ReadOnlySpan<byte> source) => throw new NotSupportedException();

        public void CaptureImage() => throw new NotSupportedException();

        public void Reset() => throw new NotSupportedException();
    }
}
