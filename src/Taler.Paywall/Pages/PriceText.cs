using System.Globalization;
using Taler.Merchant;

namespace Taler.Paywall.Pages;

/// <summary>Writes a price as people of a culture do. Never rounded: a price is shown with every digit that is charged.</summary>
internal static class PriceText
{
    private const char NoBreakSpace = '\u00A0';
    private const string SymbolPlace = "\u00A4";

    /// <summary>First in the text, it gives an isolated price the direction of the page: the number is read before a Latin currency.</summary>
    private const string RightToLeftMark = "\u200F";
    private const string ArabicDecimalSeparator = "\u066B";
    private const int MaxFractionDigits = 8;

    /// <param name="amount">The price.</param>
    /// <param name="specification">What the backend says of the currency; null if nothing is known yet.</param>
    /// <param name="culture">How the reader writes numbers, and where he puts the currency.</param>
    public static string Of(Amount amount, CurrencySpecification? specification, CultureInfo culture)
    {
        var number = amount.Value + amount.Fraction / (decimal)Amount.FractionBase;
        var digits = Math.Max(FractionDigits(amount.Fraction), Math.Clamp(specification?.FractionalTrailingZeroDigits ?? 0, 0, MaxFractionDigits));
        var symbol = SymbolOf(amount, specification);
        var text = number.ToString("C" + digits.ToString(CultureInfo.InvariantCulture), FormatOf(culture.NumberFormat, symbol));
        text = WithOwnDigits(text, culture.NumberFormat).Replace(SymbolPlace, symbol, StringComparison.Ordinal).Replace(' ', NoBreakSpace);
        return culture.TextInfo.IsRightToLeft ? RightToLeftMark + text : text;
    }

    private static string SymbolOf(Amount amount, CurrencySpecification? specification) =>
        specification?.AlternativeUnitNames.GetValueOrDefault("0") is { } symbol && PlainText.Clean(symbol) is { Length: > 0 } clean ? clean : amount.Currency;

    private static NumberFormatInfo FormatOf(NumberFormatInfo culture, string symbol)
    {
        var format = (NumberFormatInfo)culture.Clone();
        format.CurrencySymbol = SymbolPlace;

        // A sign may touch the number ($1), a word may not (KUDOS 1).
        format.CurrencyPositivePattern = culture.CurrencyPositivePattern switch
        {
            0 when !char.IsSymbol(symbol, symbol.Length - 1) => 2,
            1 when !char.IsSymbol(symbol, 0) => 3,
            var pattern => pattern,
        };
        return format;
    }

    private static int FractionDigits(int fraction)
    {
        var digits = MaxFractionDigits;
        for (; digits > 0 && fraction % 10 == 0; digits--)
            fraction /= 10;
        return digits;
    }

    /// <summary>The framework writes ASCII digits always; beside an Arabic decimal separator they would be a mixture that nobody writes.</summary>
    private static string WithOwnDigits(string text, NumberFormatInfo format) => format.CurrencyDecimalSeparator == ArabicDecimalSeparator
        ? string.Concat(text.Select(c => char.IsAsciiDigit(c) ? format.NativeDigits[c - '0'] : c.ToString()))
        : text;
}
