using System.Globalization;
using Taler.Merchant;
using Taler.Paywall.Pages;

namespace Taler.Paywall.Tests.Pages;

/// <summary>How prices are written. <c>_</c> stands for a space that does not break, <c>'</c> for a narrow one, <c>&gt;</c> for the mark of right to left.</summary>
public sealed class PriceTextTests
{
    private static readonly CurrencySpecification Euro = Specification("€", 2);
    private static readonly CurrencySpecification Yen = Specification("¥", 0);
    private static readonly CurrencySpecification Kudos = Specification("ク", 2);

    [Theory]
    [InlineData("en", "KUDOS:0.5", "KUDOS_0.5")]
    [InlineData("de", "KUDOS:0.5", "0,5_KUDOS")]
    [InlineData("fr", "KUDOS:0.5", "0,5_KUDOS")]
    [InlineData("es", "KUDOS:0.5", "0,5_KUDOS")]
    [InlineData("ar", "KUDOS:0.5", ">٠٫٥_KUDOS")]
    [InlineData("en", "EUR:1234.5", "EUR_1,234.5")]
    [InlineData("de", "EUR:1234.5", "1.234,5_EUR")]
    [InlineData("de-CH", "EUR:1234.5", "EUR_1’234.5")]
    [InlineData("fr", "EUR:1234.5", "1'234,5_EUR")]
    [InlineData("es", "EUR:1234.5", "1.234,5_EUR")]
    [InlineData("ar", "EUR:1234.5", ">١٬٢٣٤٫٥_EUR")]
    [InlineData("ar-AE", "EUR:1234.5", ">1,234.5_EUR")]
    [InlineData("en", "JPY:500", "JPY_500")]
    [InlineData("de", "JPY:500", "500_JPY")]
    public void Without_a_specification_the_code_stands_where_the_culture_puts_it(string culture, string amount, string expected) =>
        Assert.Equal(expected, Write(culture, amount, null));

    [Theory]
    [InlineData("en", "€1,234.50")]
    [InlineData("en-IN", "€1,234.50")]
    [InlineData("de", "1.234,50_€")]
    [InlineData("de-AT", "€_1.234,50")]
    [InlineData("de-CH", "€_1’234.50")]
    [InlineData("fr", "1'234,50_€")]
    [InlineData("es", "1.234,50_€")]
    [InlineData("es-MX", "€1,234.50")]
    [InlineData("ar", ">١٬٢٣٤٫٥٠_€")]
    [InlineData("ar-AE", ">1,234.50_€")]
    public void The_specification_gives_the_symbol_and_the_digits_that_are_always_there(string culture, string expected) =>
        Assert.Equal(expected, Write(culture, "EUR:1234.5", Euro));

    [Theory]
    [InlineData("en", "ク_0.50")]
    [InlineData("de", "0,50_ク")]
    [InlineData("fr", "0,50_ク")]
    [InlineData("es", "0,50_ク")]
    [InlineData("ar", ">٠٫٥٠_ク")]
    public void A_symbol_of_letters_does_not_touch_the_number(string culture, string expected) =>
        Assert.Equal(expected, Write(culture, "KUDOS:0.5", Kudos));

    [Theory]
    [InlineData("en", "¥1,500")]
    [InlineData("de", "1.500_¥")]
    [InlineData("fr", "1'500_¥")]
    [InlineData("es", "1.500_¥")]
    [InlineData("ar", ">١٬٥٠٠_¥")]
    public void A_currency_without_fraction_has_none(string culture, string expected) => Assert.Equal(expected, Write(culture, "JPY:1500", Yen));

    [Theory]
    [InlineData("JPY:1500.5", "¥1,500.5")]
    [InlineData("JPY:0.00000001", "¥0.00000001")]
    [InlineData("JPY:4503599627370496.12345678", "¥4,503,599,627,370,496.12345678")]
    [InlineData("JPY:1.10", "¥1.1")]
    public void No_price_is_ever_rounded(string amount, string expected) => Assert.Equal(expected, Write("en", amount, Yen));

    [Theory]
    [InlineData("de", "EUR:0.12345678", "0,12345678_€")]
    [InlineData("de", "EUR:2", "2,00_€")]
    [InlineData("de", "EUR:2.05", "2,05_€")]
    [InlineData("de", "EUR:2.005", "2,005_€")]
    public void Every_digit_is_shown_and_at_least_those_of_the_specification(string culture, string amount, string expected) =>
        Assert.Equal(expected, Write(culture, amount, Euro));

    [Theory]
    [InlineData("en", "EUR:1", -1, "EUR_1")]
    [InlineData("en", "EUR:1", 99, "EUR_1.00000000")]
    public void A_specification_without_sense_does_no_harm(string culture, string amount, int trailingZeros, string expected)
    {
        Assert.Equal(expected, Write(culture, amount, Specification("", trailingZeros)));
        Assert.Equal(expected, Write(culture, amount, Specification("\u202E\n", trailingZeros)));
        Assert.Equal(expected, Write(culture, amount, new CurrencySpecification { Name = "Euro", FractionalTrailingZeroDigits = trailingZeros }));
    }

    [Fact]
    public void Digits_of_a_symbol_stay_as_they_are() => Assert.Equal(">٢٫٠_Euro_2", Write("ar", "EUR:2", Specification("Euro 2", 1)));

    [Fact]
    public void Where_the_system_knows_no_cultures_a_price_can_be_read() =>
        Assert.Equal("KUDOS_0.5", PriceText.Of(Amount.Parse("KUDOS:0.5"), null, CultureInfo.InvariantCulture).Replace('\u00A0', '_'));

    private static CurrencySpecification Specification(string symbol, int trailingZeros) => new()
    {
        Name = "Test",
        FractionalTrailingZeroDigits = trailingZeros,
        AlternativeUnitNames = new Dictionary<string, string>(StringComparer.Ordinal) { ["0"] = symbol },
    };

    private static string Write(string culture, string amount, CurrencySpecification? specification) =>
        PriceText.Of(Amount.Parse(amount), specification, CultureInfo.GetCultureInfo(culture)).Replace('\u00A0', '_').Replace('\u202F', '\'').Replace('\u200F', '>');
}
