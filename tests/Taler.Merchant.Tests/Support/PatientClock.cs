using System.Collections.Concurrent;

namespace Taler.Merchant.Tests.Support;

/// <summary>
/// A <see cref="ManualClock"/> on which waits shorter than a time limit pass as soon as somebody waits: a client that backs off goes on at
/// once, and the time is counted all the same.
/// </summary>
internal sealed class PatientClock(TimeSpan limit) : TimeProvider
{
    private readonly ManualClock _clock = new();
    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    /// <summary>The waits that passed.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    public void Advance(TimeSpan time) => _clock.Advance(time);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _clock.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime < limit)
        {
            _waits.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ => _clock.Advance(dueTime));
        }
        return timer;
    }
}
