using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Taler.Merchant;

/// <summary>An exact sum of money in one currency, as GNU Taler writes it: <c>KUDOS:1.50</c>.</summary>
/// <remarks>
/// The integer part reaches 2^52, the fraction has at most eight digits. Amounts are never negative and are kept as
/// integers, so no sum is ever rounded. The case of the currency is preserved and matters.
/// </remarks>
[JsonConverter(typeof(AmountJsonConverter))]
public sealed record Amount : IComparable<Amount>, ISpanParsable<Amount>
{
    /// <summary>The greatest integer part: 2^52.</summary>
    public const long MaxValue = 1L << 52;

    /// <summary>How many units of <see cref="Fraction"/> make one unit of <see cref="Value"/>: 10^8.</summary>
    public const int FractionBase = 100_000_000;

    private const int FractionDigits = 8;
    private const int MaxCurrencyLength = 11;

    /// <summary>Makes an amount from its parts.</summary>
    /// <param name="currency">1 to 11 ASCII letters.</param>
    /// <param name="value">Integer part, 0 to <see cref="MaxValue"/>.</param>
    /// <param name="fraction">Fraction in units of 1e-8, 0 to 99,999,999.</param>
    /// <exception cref="ArgumentException">The currency is not 1 to 11 ASCII letters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Amount(string currency, long value, int fraction = 0)
    {
        ArgumentNullException.ThrowIfNull(currency);
        if (!IsCurrency(currency))
            throw new ArgumentException("A currency is 1 to 11 ASCII letters.", nameof(currency));
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegative(fraction);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(fraction, FractionBase);
        Currency = currency;
        Value = value;
        Fraction = fraction;
    }

    /// <summary>The currency, 1 to 11 ASCII letters in their original case.</summary>
    public string Currency { get; }

    /// <summary>The integer part, 0 to <see cref="MaxValue"/>.</summary>
    public long Value { get; }

    /// <summary>The fraction in units of 1e-8, 0 to 99,999,999.</summary>
    public int Fraction { get; }

    /// <summary>Whether the amount is nothing.</summary>
    public bool IsZero => Value == 0 && Fraction == 0;

    /// <summary>Nothing, in a currency.</summary>
    /// <exception cref="ArgumentException">The currency is not 1 to 11 ASCII letters.</exception>
    public static Amount Zero(string currency) => new(currency, 0);

    /// <summary>Reads <c>CURRENCY:value.fraction</c>.</summary>
    /// <exception cref="FormatException">The text is not an amount; the message says what one looks like.</exception>
    public static Amount Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan());
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static Amount Parse(ReadOnlySpan<char> s) => TryParse(s, out var amount)
        ? amount
        : throw new FormatException(
            "An amount is written CURRENCY:VALUE, for example KUDOS:1.50: 1 to 11 letters, a colon, an integer up to 2^52 and at most 8 digits after a dot.");

    /// <summary>Reads <c>CURRENCY:value.fraction</c> without throwing.</summary>
    /// <returns>False if the text is not an amount.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, [NotNullWhen(true)] out Amount? result) =>
        TryParse(s.AsSpan(), out result);

    /// <inheritdoc cref="TryParse(string?, out Amount?)"/>
    public static bool TryParse(ReadOnlySpan<char> s, [NotNullWhen(true)] out Amount? result)
    {
        result = null;
        var colon = s.IndexOf(':');
        if (colon < 0 || !IsCurrency(s[..colon]))
            return false;
        var number = s[(colon + 1)..];
        var dot = number.IndexOf('.');
        var digits = dot < 0 ? number : number[..dot];
        if (!TryParseInteger(digits, out var value))
            return false;
        var fraction = 0;
        if (dot >= 0 && !TryParseFraction(number[(dot + 1)..], out fraction))
            return false;
        result = new Amount(s[..colon].ToString(), value, fraction);
        return true;
    }

    static Amount IParsable<Amount>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Amount>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Amount result) =>
        TryParse(s, out result);

    static Amount ISpanParsable<Amount>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool ISpanParsable<Amount>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, [MaybeNullWhen(false)] out Amount result) =>
        TryParse(s, out result);

    /// <summary>Adds two amounts of one currency.</summary>
    /// <exception cref="ArgumentException">The currencies differ.</exception>
    /// <exception cref="OverflowException">The integer part of the sum exceeds <see cref="MaxValue"/>.</exception>
    public static Amount operator +(Amount left, Amount right) => FromUnits(SameCurrency(left, right), left.Units + right.Units);

    /// <summary>Subtracts an amount from another of the same currency.</summary>
    /// <exception cref="ArgumentException">The currencies differ.</exception>
    /// <exception cref="OverflowException">The difference is negative.</exception>
    public static Amount operator -(Amount left, Amount right) => FromUnits(SameCurrency(left, right), left.Units - right.Units);

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(Amount left, Amount right) => Compare(left, right) < 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(Amount left, Amount right) => Compare(left, right) > 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(Amount left, Amount right) => Compare(left, right) <= 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(Amount left, Amount right) => Compare(left, right) >= 0;

    /// <inheritdoc cref="op_Addition"/>
    public static Amount Add(Amount left, Amount right) => left + right;

    /// <inheritdoc cref="op_Subtraction"/>
    public static Amount Subtract(Amount left, Amount right) => left - right;

    /// <summary>Compares two amounts of one currency by their number.</summary>
    /// <exception cref="ArgumentException">The currencies differ: such amounts have no order.</exception>
    public int CompareTo(Amount? other) => other is null ? 1 : Compare(this, other);

    /// <summary>The amount as GNU Taler writes it, without needless zeros: <c>KUDOS:4</c>, <c>KUDOS:0.16</c>.</summary>
    public override string ToString() => Currency + ":" + NumberText();

    /// <summary>The amount without its currency: <c>4</c>, <c>0.16</c>.</summary>
    internal string NumberText()
    {
        var number = Value.ToString(CultureInfo.InvariantCulture);
        return Fraction == 0
            ? number
            : number + "." + Fraction.ToString("D8", CultureInfo.InvariantCulture).TrimEnd('0');
    }

    private Int128 Units => (Int128)Value * FractionBase + Fraction;

    private static int Compare(Amount left, Amount right)
    {
        SameCurrency(left, right);
        return left.Units.CompareTo(right.Units);
    }

    private static string SameCurrency(Amount left, Amount right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return string.Equals(left.Currency, right.Currency, StringComparison.Ordinal)
            ? left.Currency
            : throw new ArgumentException($"Amounts in {left.Currency} and {right.Currency} cannot be combined or compared.", nameof(right));
    }

    private static Amount FromUnits(string currency, Int128 units)
    {
        if (units < 0)
            throw new OverflowException("An amount cannot be less than zero.");
        if (units / FractionBase > MaxValue)
            throw new OverflowException("The integer part of an amount cannot exceed 2^52.");
        return new Amount(currency, (long)(units / FractionBase), (int)(units % FractionBase));
    }

    private static bool IsCurrency(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxCurrencyLength)
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetter(c))
                return false;
        }
        return true;
    }

    private static bool TryParseInteger(ReadOnlySpan<char> digits, out long value)
    {
        value = 0;
        return IsDigits(digits) && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= MaxValue;
    }

    private static bool TryParseFraction(ReadOnlySpan<char> digits, out int fraction)
    {
        fraction = 0;
        if (digits.Length > FractionDigits || !IsDigits(digits) || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out fraction))
            return false;
        for (var i = digits.Length; i < FractionDigits; i++)
            fraction *= 10;
        return true;
    }

    // The framework's parsers let NUL characters follow the digits.
    private static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
