using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Taler.Paywall.Pages;

namespace Taler.Paywall.Tests.Pages;

/// <summary>The resource files: every language says everything.</summary>
public sealed partial class PageTextsTests
{
    public static TheoryData<string> Languages => ["", "de", "fr", "es", "ar"];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_has_every_text_and_no_other(string language) =>
        Assert.Equal(Enum.GetNames<PageText>().Order(StringComparer.Ordinal), Read(language).Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_fills_in_the_same_values(string language)
    {
        var (english, texts) = (Read(""), Read(language));

        Assert.All(english, text => Assert.Equal(Places(text.Value), Places(texts[text.Key])));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_text_is_empty_or_steers_the_direction_or_was_left_in_english(string language)
    {
        var english = Read("");

        Assert.All(Read(language), text =>
        {
            Assert.Equal(PlainText.Clean(text.Value), text.Value);
            Assert.NotEqual("", text.Value);
            Assert.True(language.Length == 0 || text.Key == nameof(PageText.PriceHeading) || text.Value != english[text.Key], text.Key);
        });
    }

    private static Dictionary<string, string> Read(string language) => PageTexts.Resources
        .GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false)!
        .Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);

    private static string Places(string text) => string.Join(' ', Holes().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"[{}]\d?", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Holes();
}
