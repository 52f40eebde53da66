using Taler.Paywall.Orders;

namespace Taler.Paywall.Tests.Orders;

public sealed class SingleFlightTests
{
    private readonly SingleFlight<string, int> _flights = new();
    private readonly TaskCompletionSource<int> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _started;

    [Fact]
    public async Task Equal_callers_share_one_piece_of_work()
    {
        var callers = Enumerable.Range(0, 50).Select(_ => RunAsync("key", default)).ToList();
        _answer.SetResult(42);

        Assert.All(await Task.WhenAll(callers), result => Assert.Equal(42, result));
        Assert.Equal(1, _started);
        Assert.Equal(0, _flights.Count);
    }

    [Fact]
    public async Task A_caller_that_leaves_does_not_end_the_work_of_the_others()
    {
        using var leaving = new CancellationTokenSource();
        var first = RunAsync("key", leaving.Token);
        var second = RunAsync("key", default);

        await leaving.CancelAsync();
        _answer.SetResult(42);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(42, await second);
        Assert.Equal(1, _started);
    }

    [Fact]
    public async Task A_failure_is_told_to_all_callers_and_kept_for_none()
    {
        var callers = new[] { RunAsync("key", default), RunAsync("key", default) };
        _answer.SetException(new InvalidOperationException("down"));
        foreach (var caller in callers)
            await Assert.ThrowsAsync<InvalidOperationException>(() => caller);

        Assert.Equal(7, await _flights.RunAsync("key", () => Task.FromResult(7), default));
    }

    [Fact]
    public async Task Different_callers_do_not_wait_for_each_other()
    {
        var stuck = RunAsync("stuck", default);

        Assert.Equal(7, await _flights.RunAsync("other", () => Task.FromResult(7), default));
        Assert.False(stuck.IsCompleted);
        _answer.SetResult(1);
        await stuck;
    }

    private Task<int> RunAsync(string key, CancellationToken cancellationToken) => _flights.RunAsync(
        key,
        () =>
        {
            Interlocked.Increment(ref _started);
            return _answer.Task;
        },
        cancellationToken);
}
