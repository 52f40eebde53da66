using Taler.Paywall.Orders;

namespace Taler.Paywall.Tests.Orders;

public sealed class SingleFlightTests
{
    private readonly SingleFlight<string, int> _flights = new(maxFlights: 2);
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
    public void Work_that_waits_for_nothing_is_over_at_once()
    {
        Assert.True(_flights.TryRun("key", () => Task.FromResult(7), default, out var result));

        Assert.True(result.IsCompletedSuccessfully);
        Assert.Equal(0, _flights.Count);
    }

    [Fact]
    public async Task A_caller_that_is_busy_with_the_result_does_not_hold_up_the_others()
    {
        using var met = new Barrier(2);
        var callers = Enumerable.Range(0, 2).Select(async _ =>
        {
            await RunAsync("key", default);
            return met.SignalAndWait(TimeSpan.FromMinutes(1));
        }).ToList();

        _answer.SetResult(42);

        Assert.All(await Task.WhenAll(callers), Assert.True);
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

        Assert.Equal(7, await RunAsync("key", () => Task.FromResult(7)));
    }

    [Fact]
    public async Task Different_callers_do_not_wait_for_each_other()
    {
        var stuck = RunAsync("stuck", default);

        Assert.Equal(7, await RunAsync("other", () => Task.FromResult(7)));
        Assert.False(stuck.IsCompleted);
        _answer.SetResult(1);
        await stuck;
    }

    [Fact]
    public async Task Beyond_the_bound_no_work_begins_and_callers_of_begun_work_still_join()
    {
        var flying = new[] { RunAsync("first", default), RunAsync("second", default) };

        var begins = _flights.TryRun("third", () => throw new InvalidOperationException("It began."), default, out var refused);
        var joined = RunAsync("second", default);
        _answer.SetResult(42);

        Assert.False(begins);
        Assert.Null(refused);
        Assert.Equal(42, await joined);
        Assert.All(await Task.WhenAll(flying), result => Assert.Equal(42, result));
        Assert.Equal(2, _started);
    }

    [Fact]
    public async Task A_refusal_takes_no_room()
    {
        var flying = new[] { RunAsync("first", default), RunAsync("second", default) };
        for (var i = 0; i < 10; i++)
            Assert.False(_flights.TryRun("third", () => Task.FromResult(7), default, out _));
        _answer.SetResult(42);
        await Task.WhenAll(flying);

        var next = new[] { RunAsync("third", default), RunAsync("fourth", default) };
        Assert.All(await Task.WhenAll(next), result => Assert.Equal(42, result));
    }

    [Fact]
    public async Task Work_that_has_ended_makes_room_however_it_ended()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(i, await RunAsync("good" + i, () => Task.FromResult(i)));
            await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync("bad" + i, () => Task.FromException<int>(new InvalidOperationException("down"))));
        }
        Assert.Equal(0, _flights.Count);
    }

    private Task<int> RunAsync(string key, CancellationToken cancellationToken) => RunAsync(
        key,
        () =>
        {
            Interlocked.Increment(ref _started);
            return _answer.Task;
        },
        cancellationToken);

    private Task<int> RunAsync(string key, Func<Task<int>> work, CancellationToken cancellationToken = default)
    {
        Assert.True(_flights.TryRun(key, work, cancellationToken, out var result));
        return result;
    }
}
