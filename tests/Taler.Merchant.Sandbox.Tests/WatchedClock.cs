using Taler.TestKit;

namespace Taler.Merchant.Sandbox.Tests;

/// <summary>A clock that tells when somebody begins to wait for it, so that a test never has to guess.</summary>
internal sealed class WatchedClock : TimeProvider, IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly SemaphoreSlim _waits = new(0);

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _clock.CreateTimer(callback, state, dueTime, period);
        _waits.Release();
        return timer;
    }

    public void Advance(TimeSpan time) => _clock.Advance(time);

    /// <summary>Completes once for each wait that began.</summary>
    public Task SomebodyWaitsAsync() => _waits.WaitAsync(TestContext.Current.CancellationToken);

    public void Dispose() => _waits.Dispose();
}
