namespace Taler.Paywall.ModelTests.World;

/// <summary>
/// One clock for everything in a world. Pauses between tries pass at once, time limits pass when a backend is slow, and somebody may set the
/// date back: that moves what a clock on the wall shows, and never what a stopwatch has measured.
/// </summary>
internal sealed class ModelClock(TimeSpan limit) : TimeProvider, IDisposable
{
    private readonly PatientClock _clock = new(limit);
    private TimeSpan _setBack;

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow() - _setBack;

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _clock.CreateTimer(callback, state, dueTime, period);

    public void Advance(TimeSpan time) => _clock.Advance(time);

    public void SetBack(TimeSpan time) => _setBack += time;

    public void Dispose() => _clock.Dispose();
}
