using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Taler.Paywall.Pages;

namespace Taler.Paywall.Tests.Pages;

/// <summary>Which language a visitor gets.</summary>
public sealed class PageLanguageTests
{
    [Theory]
    [InlineData("", "en")]
    [InlineData("de", "de")]
    [InlineData("fr", "fr")]
    [InlineData("es", "es")]
    [InlineData("ar", "ar")]
    [InlineData("DE-de", "de-DE")]
    [InlineData("de-CH", "de-CH")]
    [InlineData("de-XX", "de")]
    [InlineData("de-CH-1996", "de-CH")]
    [InlineData("de-Latn-CH", "de")]
    [InlineData("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "fr-CH")]
    [InlineData("en;q=0.3,de;q=0.5,fr;q=0.4", "de")]
    [InlineData("de;q=0.5,fr;q=0.5", "de")]
    [InlineData("fr;q=0.5,de;q=0.5", "fr")]
    [InlineData("nl,de;q=0.1", "de")]
    [InlineData("nl, pt-BR", "en")]
    [InlineData("de;q=0, fr;q=0.1", "fr")]
    [InlineData("de ; q=0.1 , fr ; q=0.2", "fr")]
    public void A_language_of_ours_is_chosen_by_weight_and_then_by_order(string header, string expected) => Assert.Equal(expected, Choose(header));

    [Theory]
    [InlineData("*", "en")]
    [InlineData("*, de;q=0.5", "en")]
    [InlineData("de, *;q=0.5", "de")]
    [InlineData("en;q=0, *", "de")]
    [InlineData("en;q=0, de;q=0, *;q=0.1", "fr")]
    [InlineData("*;q=0, de", "de")]
    [InlineData("*;q=0", "en")]
    [InlineData("en;q=0,de;q=0,fr;q=0,es;q=0,ar;q=0,*", "en")]
    [InlineData("en;q=0", "en")]
    public void A_star_stands_for_the_languages_that_are_not_named(string header, string expected) => Assert.Equal(expected, Choose(header));

    [Theory]
    [InlineData("de;q=high, fr;q=0.1", "fr")]
    [InlineData("de;q=2, fr;q=0.1", "fr")]
    [InlineData("de;q=-1, fr;q=0.1", "fr")]
    [InlineData("de;q=NaN, fr;q=0.1", "fr")]
    [InlineData("de;q=1e0, fr;q=0.1", "fr")]
    [InlineData("de;q=, fr;q=0.1", "fr")]
    [InlineData("de;level=1, fr;q=0.1", "fr")]
    [InlineData("de;, fr;q=0.1", "fr")]
    [InlineData(",,;,;q=1, ,es", "es")]
    [InlineData("de_AT", "en")]
    [InlineData("-de", "en")]
    [InlineData("--", "en")]
    [InlineData("de--AT", "de")]
    [InlineData("\u0000de", "en")]
    [InlineData("d\u00E9", "en")]
    [InlineData("i-klingon, x-private, zh-Hant-TW", "en")]
    public void What_is_wrong_counts_as_not_sent(string header, string expected) => Assert.Equal(expected, Choose(header));

    [Fact]
    public void A_header_of_100_KB_is_read_no_further_than_a_browser_would_write()
    {
        Assert.Equal("de", Choose("de," + string.Concat(Enumerable.Repeat("x-y;q=0.5,", 10_000))));
        Assert.Equal("en", Choose(string.Concat(Enumerable.Repeat("x-y;q=0.5,", 10_000)) + "de"));
        Assert.Equal("en", Choose(new string('-', 100_000)));
        Assert.Equal("de", Choose("de-" + string.Concat(Enumerable.Repeat("a-", 50_000))));
    }

    [Fact]
    public void Several_lines_are_one_list()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = new(["nl", "de;q=0.4", null, "fr;q=0.6"]);

        Assert.Equal("fr", PageLanguages.Of(context).Culture.Name);
    }

    [Theory]
    [InlineData("fr", "fr", "fr")]
    [InlineData("fr-CA", "fr-CA", "fr-CA")]
    [InlineData("fr", "fr-CH", "fr-CH")]
    [InlineData("fr", "de-CH", "fr")]
    [InlineData("nl", "nl", "de")]
    [InlineData("", "", "de")]
    public void What_the_site_has_chosen_stands_above_what_the_browser_asks_for(string texts, string numbers, string expected)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = "de";
        context.Features.Set<IRequestCultureFeature>(new RequestCultureFeature(
            new RequestCulture(CultureInfo.GetCultureInfo(numbers), CultureInfo.GetCultureInfo(texts)), provider: null));

        Assert.Equal(expected, PageLanguages.Of(context).Culture.Name);
    }

    [Fact]
    public void Only_arabic_runs_from_right_to_left() =>
        Assert.Equal(["ar"], PageLanguages.All.Where(language => language.IsRightToLeft).Select(language => language.Tag));

    [Fact]
    public void A_system_that_knows_all_cultures_offers_all_five_languages() => Assert.Equal(["en", "de", "fr", "es", "ar"], PageLanguages.All.Select(language => language.Tag));

    private static string Choose(string header) => AcceptLanguage.Choose(header).Culture.Name;
}
