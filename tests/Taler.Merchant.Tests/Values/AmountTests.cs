using System.Text.Json;

namespace Taler.Merchant.Tests.Values;

public sealed class AmountTests
{
    [Theory]
    [InlineData("EUR:10", "EUR", 10, 0, "EUR:10")]
    [InlineData("EUR:1.50", "EUR", 1, 50_000_000, "EUR:1.5")]
    [InlineData("KUDOS:2.00", "KUDOS", 2, 0, "KUDOS:2")]
    [InlineData("KUDOS:0.16", "KUDOS", 0, 16_000_000, "KUDOS:0.16")]
    [InlineData("kudos:007", "kudos", 7, 0, "kudos:7")]
    [InlineData("A:0.00000001", "A", 0, 1, "A:0.00000001")]
    [InlineData("ABCDEFGHIJK:0", "ABCDEFGHIJK", 0, 0, "ABCDEFGHIJK:0")]
    [InlineData("EUR:4503599627370496", "EUR", 4503599627370496, 0, "EUR:4503599627370496")]
    [InlineData("EUR:4503599627370496.99999999", "EUR", 4503599627370496, 99_999_999, "EUR:4503599627370496.99999999")]
    public void What_is_an_amount_is_read_and_written_in_its_shortest_form(string text, string currency, long value, int fraction, string written)
    {
        var amount = Amount.Parse(text);

        Assert.Equal((currency, value, fraction), (amount.Currency, amount.Value, amount.Fraction));
        Assert.Equal(written, amount.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("EUR")]
    [InlineData("EUR:")]
    [InlineData(":1")]
    [InlineData("EUR:1.")]
    [InlineData("EUR:.1")]
    [InlineData("A:B:1.5")]
    [InlineData("EUR:4503599627370501.0")]
    [InlineData("EUR:4503599627370497")]
    [InlineData("EUR:99999999999999999999")]
    [InlineData("EUR:1.123456789")]
    [InlineData("EUR:-1")]
    [InlineData("EUR:+1")]
    [InlineData("EUR:1,5")]
    [InlineData("EUR:1e3")]
    [InlineData("EUR:1.5.0")]
    [InlineData("EUR: 1")]
    [InlineData(" EUR:1")]
    [InlineData("EUR:1 ")]
    [InlineData("EUR:1\0")]
    [InlineData("EUR:1.5\0")]
    [InlineData("EUR:\u0661")]
    [InlineData("E1:1")]
    [InlineData("ABCDEFGHIJKL:1")]
    [InlineData("\u00c4:1")]
    public void What_is_no_amount_is_refused(string? text)
    {
        Assert.False(Amount.TryParse(text, out var amount));
        Assert.Null(amount);
        if (text is not null)
            Assert.Throws<FormatException>(() => Amount.Parse(text));
    }

    [Fact]
    public void Amounts_are_equal_by_number_and_by_exact_currency()
    {
        Assert.Equal(Amount.Parse("KUDOS:2"), Amount.Parse("KUDOS:2.00"));
        Assert.NotEqual(Amount.Parse("KUDOS:2"), Amount.Parse("kudos:2"));
        Assert.NotEqual(Amount.Parse("KUDOS:2"), Amount.Parse("EUR:2"));
    }

    [Fact]
    public void Sums_beyond_the_ends_of_the_range_are_refused()
    {
        var most = new Amount("EUR", Amount.MaxValue, Amount.FractionBase - 1);
        var least = Amount.Parse("EUR:0.00000001");

        Assert.Throws<OverflowException>(() => most + least);
        Assert.Throws<OverflowException>(() => Amount.Zero("EUR") - least);
        Assert.Equal(most, most - least + least);
        Assert.True((most - most).IsZero);
    }

    [Fact]
    public void Two_currencies_neither_add_nor_compare()
    {
        var euro = Amount.Parse("EUR:1");
        var kudos = Amount.Parse("KUDOS:1");

        Assert.Throws<ArgumentException>(() => euro + kudos);
        Assert.Throws<ArgumentException>(() => euro - kudos);
        Assert.Throws<ArgumentException>(() => euro < kudos);
        Assert.Throws<ArgumentException>(() => euro.CompareTo(kudos));
    }

    [Fact]
    public void Reading_undoes_writing_and_subtraction_undoes_addition()
    {
        var random = new Random(20260101);
        for (var i = 0; i < 10_000; i++)
        {
            var a = new Amount("KUDOS", random.NextInt64(Amount.MaxValue / 2), random.Next(Amount.FractionBase));
            var b = new Amount("KUDOS", random.NextInt64(Amount.MaxValue / 2), random.Next(Amount.FractionBase));

            Assert.Equal(a, Amount.Parse(a.ToString()));
            Assert.Equal(a, a + b - b);
            Assert.Equal(a + b, b + a);
            Assert.Equal(Math.Sign(a.CompareTo(b)), -Math.Sign(b.CompareTo(a)));
            Assert.Equal(a < b, !(a >= b));
        }
    }

    [Fact]
    public void No_text_makes_the_reader_throw()
    {
        var random = new Random(20260102);
        const string alphabet = "EURKUDOS:.0123456789\0 -+e,\u0661";
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Create(random.Next(24), random, static (span, random) =>
            {
                foreach (ref var c in span)
                    c = alphabet[random.Next(alphabet.Length)];
            });

            if (Amount.TryParse(text, out var amount))
                Assert.Equal(amount, Amount.Parse(amount.ToString()));
        }
    }

    [Theory]
    [InlineData("EUR", -1, 0)]
    [InlineData("EUR", Amount.MaxValue + 1, 0)]
    [InlineData("EUR", 0, -1)]
    [InlineData("EUR", 0, Amount.FractionBase)]
    public void Parts_outside_their_range_are_refused(string currency, long value, int fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Amount(currency, value, fraction));

    [Theory]
    [InlineData("\"EUR:1.5\"", true)]
    [InlineData("\"EUR\"", false)]
    [InlineData("1.5", false)]
    [InlineData("{}", false)]
    public void In_json_an_amount_is_a_string(string json, bool valid)
    {
        if (valid)
            Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Amount>(json)));
        else
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Amount>(json));
    }
}
