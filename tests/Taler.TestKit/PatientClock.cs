using System.Collections.Concurrent;

namespace Taler.TestKit;

/// <summary>
/// A <see cref="ManualClock"/> on which waits shorter than a time limit pass as soon as somebody waits: a client that backs off goes on at
/// once, and the time is counted all the same. Time limits pass only when a test says so.
/// </summary>
/// <param name="limit">The shortest time limit, and so the one for a single try.</param>
/// <param name="start">The time at the start; null for that of <see cref="ManualClock"/>.</param>
public sealed class PatientClock(TimeSpan limit, DateTimeOffset? start = null) : TimeProvider, IDisposable
{
    private readonly ManualClock _clock = start is { } moment ? new(moment) : new();
    private readonly ConcurrentQueue<TimeSpan> _waits = new();
    private readonly SemaphoreSlim _tries = new(0);

    /// <summary>The waits that passed.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    public void Advance(TimeSpan time) => _clock.Advance(time);

    /// <summary>Completes once for each try whose time limit began to run.</summary>
    public Task TryBeganAsync() => _tries.WaitAsync();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _clock.CreateTimer(callback, state, dueTime, period);
        Notice(dueTime);
        return new WatchedTimer(this, timer);
    }

    public void Dispose() => _tries.Dispose();

    private void Notice(TimeSpan dueTime)
    {
        if (dueTime == limit)
            _tries.Release();
        if (dueTime > TimeSpan.Zero && dueTime < limit)
        {
            _waits.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ => _clock.Advance(dueTime));
        }
    }

    /// <summary>A timer that was made without a due time and is set later counts as well.</summary>
    private sealed class WatchedTimer(PatientClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            clock.Notice(dueTime);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
