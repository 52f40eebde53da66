using System.Globalization;
using System.Text.Json.Serialization;

namespace Taler.Merchant;

/// <summary>A length of time as GNU Taler writes it: microseconds (<c>{"d_us": 1000000}</c>), or forever.</summary>
/// <remarks>The default value is no time at all.</remarks>
[JsonConverter(typeof(RelativeTimeJsonConverter))]
public readonly record struct RelativeTime
{
    private const long ForeverMicroseconds = long.MaxValue;

    private RelativeTime(long microseconds) => Microseconds = microseconds;

    /// <summary>A time without end.</summary>
    public static RelativeTime Forever { get; } = new(ForeverMicroseconds);

    /// <summary>Whether the time has no end.</summary>
    public bool IsForever => Microseconds == ForeverMicroseconds;

    internal long Microseconds { get; }

    /// <summary>A number of microseconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static RelativeTime FromMicroseconds(long microseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(microseconds);
        return new RelativeTime(microseconds);
    }

    /// <summary>A time span, cut to whole microseconds; <see cref="TimeSpan.MaxValue"/> is forever.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time span is negative.</exception>
    public static RelativeTime FromTimeSpan(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return time == TimeSpan.MaxValue ? Forever : new RelativeTime(time.Ticks / TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>The time span; <see cref="TimeSpan.MaxValue"/> for forever and for all that lies beyond.</summary>
    public TimeSpan ToTimeSpan() => Microseconds > TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond
        ? TimeSpan.MaxValue
        : TimeSpan.FromTicks(Microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>The time span in its constant form, or <c>forever</c>.</summary>
    public override string ToString() => IsForever ? "forever" : ToTimeSpan().ToString("c", CultureInfo.InvariantCulture);
}
