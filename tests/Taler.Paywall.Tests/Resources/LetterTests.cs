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
    [InlineData("/files/{name}.kml", "/files/a.\u212AML")]
    [InlineData("/files/{name}-größe.txt", "/files/a-GRO\u0308SSE.TXT")]
    [InlineData("/files/{name}-größe.txt", "/files/a-gro\u0308sse.txt")]
    [InlineData("/files/skizze-{name}", "/files/\u017Fkizze-a")]
    public void A_letter_in_another_spelling_is_the_same_letter(string pattern, string path) =>
        Assert.Equal(ResourceMatchKind.Found, Given.Patterns(pattern).Ask(path).Kind);

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
