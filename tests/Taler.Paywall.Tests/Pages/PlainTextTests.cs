using Taler.Paywall.Pages;

namespace Taler.Paywall.Tests.Pages;

/// <summary>What sellers wrote, made fit for a page.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData("Essay on maps", "Essay on maps")]
    [InlineData("", "")]
    [InlineData("first\nsecond\r\nthird", "first second third")]
    [InlineData("a\u0000b\u0007c\u0085d\u2028e\u2029f\tg", "a b c d e f g")]
    [InlineData("  much   room  ", "much room")]
    [InlineData("a \n b", "a b")]
    [InlineData("free\u202Eyap ot", "freeyap ot")]
    [InlineData("\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069x", "x")]
    [InlineData("\u202E\n", "")]
    [InlineData("مقال عن الخرائط", "مقال عن الخرائط")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")]
    [InlineData("👩\u200D🚀", "👩\u200D🚀")]
    [InlineData("<b>\"&'", "<b>\"&'")]
    public void Line_breaks_become_spaces_and_marks_of_direction_go(string text, string expected) => Assert.Equal(expected, PlainText.Clean(text));

    [Fact]
    public void Half_a_character_is_shown_as_one_that_is_missing() => Assert.Equal("a\uFFFDb", PlainText.Clean("a\uD800b"));

    [Fact]
    public void What_is_set_apart_becomes_an_element_on_a_page() => Assert.Equal(
        "Buy <bdi>&lt;b&gt; &amp; &quot;c&quot;</bdi> now", Markup.Text("Buy " + PlainText.Isolate("<b> & \"c\"") + " now").ToString());

    [Fact]
    public void A_summary_cannot_end_the_place_it_is_set_apart_in()
    {
        var text = new PageTexts(PageLanguages.English).Fill(PageText.PayHeading, "\u2069{1}\u2068</bdi>", "KUDOS\u00A01");

        Assert.Equal("Pay for “\u2068{1}</bdi>\u2069”", text);
    }
}
