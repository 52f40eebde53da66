namespace Taler.Paywall.Diagnostics;

/// <summary>Why there is trouble, as far as one line of the log tells of another.</summary>
/// <param name="Event">The event of the line.</param>
/// <param name="Kind">Which of its kinds: a failure, or the type of an exception.</param>
/// <param name="Status">The HTTP status of the backend, if there is one.</param>
/// <param name="Code">The error code of the backend, if there is one.</param>
internal readonly record struct TroubleCause(string Event, string? Kind = null, int? Status = null, int? Code = null);

/// <summary>
/// Keeps trouble that every request meets from writing a line for every request. A cause is told at once, then at most every ten seconds. What the
/// backend invents makes no causes without bound: when the table is full, those of one event share a place.
/// </summary>
internal sealed class TroublePace(TimeProvider clock)
{
    public const int MaxCauses = 40;

    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<TroubleCause, Told> _told = new(MaxCauses - 1);

    /// <summary>One for each event of <see cref="TroubleLog{T}"/>, so that a flood of one never hides another.</summary>
    private readonly Dictionary<string, Told> _others = new(StringComparer.Ordinal);

    /// <summary>Asks whether to tell of a cause now.</summary>
    /// <returns>How often it was not told since the last time; null if it is not to be told now either.</returns>
    public long? Ask(TroubleCause cause)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            var told = Find(cause, now);
            if (told.IsNew || clock.GetElapsedTime(told.At, now) >= Pause)
                return told.Tell(now);
            told.LeftOut++;
            return null;
        }
    }

    private Told Find(TroubleCause cause, long now)
    {
        if (_told.TryGetValue(cause, out var told))
            return told;
        if (_told.Count == MaxCauses - 1)
            DropQuiet(now);
        if (_told.Count == MaxCauses - 1)
            return OthersOf(cause);
        _told.Add(cause, told = new Told());
        return told;
    }

    private Told OthersOf(TroubleCause cause)
    {
        if (!_others.TryGetValue(cause.Event, out var others))
            _others.Add(cause.Event, others = new Told());
        return others;
    }

    private void DropQuiet(long now)
    {
        foreach (var (cause, told) in _told)
        {
            if (clock.GetElapsedTime(told.At, now) < Pause)
                continue;
            OthersOf(cause).LeftOut += told.LeftOut;
            _told.Remove(cause);
        }
    }

    /// <summary>When a cause was told last, and what was left out since.</summary>
    private sealed class Told
    {
        public bool IsNew { get; private set; } = true;

        public long At { get; private set; }

        public long LeftOut { get; set; }

        public long Tell(long now)
        {
            var leftOut = LeftOut;
            (IsNew, At, LeftOut) = (false, now, 0);
            return leftOut;
        }
    }
}
