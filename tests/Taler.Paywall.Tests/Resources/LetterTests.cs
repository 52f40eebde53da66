using System.Globalization;
using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

/// <summary>A literal of a pattern is found in every spelling that a router or a file system takes for it.</summary>
public class LetterTests
{
    [Theory]
    [InlineData("/kiosk", "/\u212AIO\u017F\u212A")]
    [InlineData("/kiosk", "/K\u0131OSK")]
    [InlineData("/kiosk", "/K\u0130OSK")]
    [InlineData("/kiosk", "/k\u200Ci\u00ADos\uFE0Fk")]
    [InlineData("/kiosk", "/kio\uFE00sk")]
    [InlineData("/straße", "/STRASSE")]
    [InlineData("/strasse", "/stra\u1E9Ee")]
    [InlineData("/Ångström", "/a\u030Angstro\u0308m")]
    [InlineData("/Ångström", "/\u212BNGSTR\u00D6M")]
    [InlineData("/λόγος", "/ΛΌΓΟΣ")]
    [InlineData("/résumé", "/RE\u0301SUME\u0301")]
    [InlineData("/office", "/o\uFB03ce")]
    [InlineData("/kiosk", "/ki\u034Fosk")]
    [InlineData("/kiosk", "/ki\u3164osk")]
    [InlineData("/kiosk", "/ki\U000E0100osk")]
    [InlineData("/\U00010400", "/\U00010428")]
    public void A_letter_in_another_spelling_is_the_same_letter(string pattern, string path) =>
        Assert.Equal(ResourceMatchKind.Found, Given.Patterns(pattern).Ask(path).Kind);

    [Theory]
    [InlineData("/files/{name}.kml", "/files/a.\u212AML")]
    [InlineData("/files/{name}-größe.txt", "/files/a-GRO\u0308SSE.TXT")]
    [InlineData("/files/{name}-größe.txt", "/files/a-gro\u0308sse.txt")]
    [InlineData("/files/skizze-{name}", "/files/\u017Fkizze-a")]
    [InlineData("/files/skizze-{name}/{**rest}", "/files/\u017Fkizze-a/b/c")]
    public void Where_the_letters_beside_a_value_are_spelt_otherwise_nobody_knows_the_value(string pattern, string path) =>
        Assert.Equal("Ambiguous", Given.Patterns(pattern).NameOf(path));

    [Theory]
    [InlineData("/a/kiosk")]
    [InlineData("/{x}/kiosk")]
    [InlineData("/{x}.d/kiosk", "/b.d/\u212AIOSK")]
    [InlineData("/a/straße", "/a/strasse")]
    [InlineData("/straße/a", "/strasse/a")]
    public void Before_and_behind_it_the_path_is_as_it_is(string pattern, string path = "/a/\u212AIOSK") =>
        Assert.Equal(ResourceMatchKind.Found, Given.Patterns(pattern).Ask(path).Kind);

    [Theory]
    [InlineData("/strasse")]
    [InlineData("/grosse")]
    public void One_word_beyond_ascii_does_not_hide_another(string path) =>
        Assert.Equal(ResourceMatchKind.Found, Given.Patterns("/straße", "/große").Ask(path).Kind);

    [Fact]
    public void Characters_that_nobody_sees_make_no_difference()
    {
        int[] unseen = [0x00AD, 0x180B, 0x180F, 0x200B, 0xFE00, 0xFE0F, 0xFFF0, 0xFFF8, 0xE0000, 0xE0FFF];

        Assert.All(unseen, code => Assert.Equal("/kiosk", Given.Patterns("/kiosk").NameOf($"/ki{char.ConvertFromUtf32(code)}osk")));
    }

    [Theory]
    [InlineData("/files/{name}.kml/x", "/files/a.\u212AML/x")]
    [InlineData("/files/{name}.kml/{page}", "/files/a.\u212AML/1")]
    [InlineData("/files/{name}.kml/{page}.txt", "/files/a.\u212AML/1.txt")]
    public void What_goes_on_behind_an_unreadable_value_is_refused_too(string pattern, string path) =>
        Assert.Equal("Ambiguous", Given.Patterns(pattern).NameOf(path));

    [Theory]
    [InlineData("/files/{name}.kml", "/files/a.\u212AML/b")]
    [InlineData("/files/{name}.kml/{page}", "/files/a.\u212AML")]
    public void A_path_that_no_value_can_make_fit_is_free(string pattern, string path) => Assert.Equal("None", Given.Patterns(pattern).NameOf(path));

    [Fact]
    public void A_free_word_does_not_free_another_that_a_file_system_takes_for_it()
    {
        var matcher = Given.Compiled([Given.Sold("/lexikon/{wort}")], ["/lexikon/masse"]).Matcher;

        Assert.Equal("/lexikon/ma%C3%9Fe", matcher.NameOf("/lexikon/maße"));
        Assert.Equal("Free", matcher.NameOf("/lexikon/Masse"));
    }

    [Fact]
    public void A_cheap_word_does_not_open_a_dear_one_that_a_file_system_takes_for_it()
    {
        var matcher = Given.Matcher(Given.Sold("/lexikon/{wort}", price: "KUDOS:5"), Given.Sold("/lexikon/masse", price: "KUDOS:0.1"));

        Assert.Equal("KUDOS:5", matcher.Find("/lexikon/maße").Price.ToString());
        Assert.Equal("KUDOS:0.1", matcher.Find("/lexikon/masse").Price.ToString());
        Assert.Equal("Ambiguous", Given.Matcher(Given.Sold("/lexikon/{wort}", price: "KUDOS:0.1"), Given.Sold("/lexikon/masse", price: "KUDOS:5")).NameOf("/lexikon/maße"));
        Assert.Equal("Ambiguous", Given.Matcher(Given.Sold("/lexikon/{wort}", price: "KUDOS:5"), Given.Sold("/lexikon/masse", price: "EUR:1")).NameOf("/lexikon/maße"));
    }

    [Fact]
    public void Words_that_are_alike_to_a_file_system_can_both_be_sold_and_each_is_found_by_its_own_spelling_if_the_offer_is_one()
    {
        var matcher = Given.Compiled([Given.Sold("/maße", "alike", path: "/maße"), Given.Sold("/masse", "alike", path: "/maße")], []).Matcher;

        Assert.Equal("alike", matcher.NameOf("/maße"));
        Assert.Equal("alike", matcher.NameOf("/masse"));
    }

    [Theory]
    [InlineData("/kiosk", "/kiosks")]
    [InlineData("/resume", "/résumé")]
    [InlineData("/straße", "/strase")]
    public void Another_word_is_another_word(string pattern, string path) => Assert.Equal("None", Given.Patterns(pattern).NameOf(path));

    [Theory]
    [InlineData("/essays/{slug}", "/essays/straße", "/essays/stra%C3%9Fe")]
    [InlineData("/essays/{slug}", "/essays/e\u0301", "/essays/e%CC%81")]
    [InlineData("/files/{name}.pdf", "/files/Maße.PDF", "/files/Ma%C3%9Fe.pdf")]
    public void A_value_keeps_its_own_spelling(string pattern, string path, string name) => Assert.Equal(name, Given.Patterns(pattern).NameOf(path));

    [Fact]
    public void Whatever_differs_in_letter_case_only_folds_alike()
    {
        for (var i = 0; i <= char.MaxValue; i++)
        {
            var letter = ((char)i).ToString();
            foreach (var other in new[] { char.ToUpperInvariant((char)i).ToString(), char.ToLowerInvariant((char)i).ToString(), letter.ToUpperInvariant(), letter.ToLowerInvariant() })
                Assert.True(string.Equals(LetterFolding.Fold(letter), LetterFolding.Fold(other), StringComparison.OrdinalIgnoreCase), i.ToString("X4", CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData("\u017F", "s")]
    [InlineData("ß", "ss")]
    [InlineData("\u0131", "i")]
    public void What_is_no_text_still_has_its_letters_folded(string letter, string plain) =>
        Assert.Equal(LetterFolding.Fold("\ud800" + plain), LetterFolding.Fold("\ud800" + letter), StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void What_is_no_text_is_compared_as_it_is() => Assert.Equal("None", Given.Patterns("/kiosk").NameOf("/\uFFFEkio\uD800sk"));
}
