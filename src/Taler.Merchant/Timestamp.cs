using System.Globalization;
using System.Text.Json.Serialization;

namespace Taler.Merchant;

/// <summary>A moment as GNU Taler writes it: whole seconds since 1970 (<c>{"t_s": 1769662262}</c>), or never.</summary>
/// <remarks>The default value is second 0, which a contract's refund deadline uses to say "no refunds".</remarks>
[JsonConverter(typeof(TimestampJsonConverter))]
public readonly record struct Timestamp : IComparable<Timestamp>
{
    private const long NeverSeconds = long.MaxValue;

    private Timestamp(long seconds) => Seconds = seconds;

    /// <summary>A moment that does not come.</summary>
    public static Timestamp Never { get; } = new(NeverSeconds);

    /// <summary>Whether this moment never comes.</summary>
    public bool IsNever => Seconds == NeverSeconds;

    internal long Seconds { get; }

    /// <summary>The moment some whole seconds after the start of 1970, UTC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static Timestamp FromSeconds(long seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        return new Timestamp(seconds);
    }

    /// <summary>A point in time, cut to whole seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time lies before 1970.</exception>
    public static Timestamp FromDateTimeOffset(DateTimeOffset time) => FromSeconds(time.ToUnixTimeSeconds());

    /// <summary>The point in time; <see cref="DateTimeOffset.MaxValue"/> for never and for all that lies beyond.</summary>
    public DateTimeOffset ToDateTimeOffset() => Seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        ? DateTimeOffset.MaxValue
        : DateTimeOffset.FromUnixTimeSeconds(Seconds);

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) => Seconds.CompareTo(other.Seconds);

    /// <summary>Whether one moment lies before another.</summary>
    public static bool operator <(Timestamp left, Timestamp right) => left.Seconds < right.Seconds;

    /// <summary>Whether one moment lies after another.</summary>
    public static bool operator >(Timestamp left, Timestamp right) => left.Seconds > right.Seconds;

    /// <summary>Whether one moment lies before another, or is it.</summary>
    public static bool operator <=(Timestamp left, Timestamp right) => left.Seconds <= right.Seconds;

    /// <summary>Whether one moment lies after another, or is it.</summary>
    public static bool operator >=(Timestamp left, Timestamp right) => left.Seconds >= right.Seconds;

    /// <summary>The time in ISO 8601, or <c>never</c>.</summary>
    public override string ToString() => IsNever ? "never" : ToDateTimeOffset().ToString("u", CultureInfo.InvariantCulture);
}
