namespace Taler.Paywall.Tests.Resources;

/// <summary>On Windows a file with a long name answers to a short one, too.</summary>
public class ShortNameTests
{
    [Theory]
    [InlineData("/annual.js", "/ANNUAL~1.JS")]
    [InlineData("/annual", "/ANNUAL~1")]
    [InlineData("/øre.pdf", "/E27A~1.PDF")]
    [InlineData("/{x}", "/ANNUAL~1")]
    public void A_short_name_has_as_much_of_an_extension_as_the_long_one(string pattern, string path) =>
        Assert.Equal(pattern.Replace("ø", "%C3%B8").Replace("{x}", "ANNUAL~1"), Given.Patterns(pattern).NameOf(path));

    [Theory]
    [InlineData("/annual.pdf", "/ANNUAL~1")]
    [InlineData("/annual.pdf", "/ANNUAL~1.PD")]
    [InlineData("/annual", "/a~")]
    [InlineData("/annualreport", "/ab3defghijklmnop")]
    [InlineData("/7wonders", "/7abc")]
    [InlineData("/øre.pdf", "/~1.pdf")]
    [InlineData("/øre", "/.a~1")]
    public void What_has_not_the_form_of_a_short_name_is_none(string pattern, string path) => Assert.Equal("None", Given.Patterns(pattern).NameOf(path));

    [Theory]
    [InlineData("/files/ANNUAL~1.PDF")]
    [InlineData("/files/annual~1.pdf")]
    [InlineData("/files/AN3F2A~1.PDF")]
    [InlineData("/files/ANNUA~12.PDF")]
    [InlineData("/FILES/annual~1.pdf/")]
    [InlineData("/files//ANNUAL%7E1.PDF")]
    public void A_short_name_of_a_sold_file_is_sold(string path) =>
        Assert.Equal("/files/annual-report.pdf", Given.Patterns("/files/annual-report.pdf").NameOf(path));

    [Theory]
    [InlineData("/essays and notes/{**rest}", "/ESSAYS~1/a.txt")]
    [InlineData("/.wellkept/{**rest}", "/WELLKE~1/a.txt")]
    [InlineData("/a b-essays/{**rest}", "/AB-ESS~1/a.txt")]
    [InlineData("/a+essays/{**rest}", "/A_ESSA~1/a.txt")]
    [InlineData("/Яблоки/{**rest}", "/A1B2~1/a.txt")]
    [InlineData("/report.markdown", "/REPORT~1.MAR")]
    [InlineData("/x.markdown", "/X2A31B~1.MAR")]
    public void Short_names_leave_out_and_replace_characters(string pattern, string path) =>
        Assert.Equal(Taler.Paywall.Resources.ResourceMatchKind.Found, Given.Patterns(pattern).Ask(path).Kind);

    [Theory]
    [InlineData("/files/ANNUAL~1.TXT")]
    [InlineData("/files/BUDGET~1.PDF")]
    [InlineData("/files/ANNUAL~.PDF")]
    [InlineData("/files/~1.PDF")]
    [InlineData("/files/ANNUAL1.PDF")]
    [InlineData("/files/annual-reports-of-many~1.pdf")]
    [InlineData("/files/annual-report-of~4years.pdf")]
    public void Another_name_is_free(string path) => Assert.Equal("None", Given.Patterns("/files/annual-report.pdf").NameOf(path));

    [Theory]
    [InlineData("/files/{name}.html", "/files/ESSAY~1.HTM")]
    [InlineData("/files/{name}.html", "/files/ESSAY~1.HTM/")]
    [InlineData("/reports/annual-{year}.pdf", "/reports/ANNUAL~1.PDF")]
    [InlineData("/reports/annual-{year}", "/reports/ANNUAL~1.PDF")]
    [InlineData("/docs/{id:guid}", "/docs/5BA1E7~1")]
    [InlineData("/docs/{id:guid}/{**rest}", "/docs/5BA1E7~1/a.txt")]
    [InlineData("/Übersicht-{year}.pdf", "/ÜBERSI~1.PDF")]
    public void A_short_name_of_a_file_whose_values_cannot_be_known_is_refused(string pattern, string path) =>
        Assert.Equal("Ambiguous", Given.Patterns(pattern).NameOf(path));

    [Theory]
    [InlineData("/files/{name}.html", "/files/ESSAY~1.TXT")]
    [InlineData("/reports/annual-{year}.pdf", "/reports/BUDGET~1.PDF")]
    [InlineData("/docs/{id:guid}/notes", "/docs/5BA1E7~1")]
    [InlineData("/docs/{id:guid}", "/docs/5BA1E7~1/notes")]
    public void A_short_name_that_cannot_be_the_one_is_free(string pattern, string path) => Assert.Equal("None", Given.Patterns(pattern).NameOf(path));

    [Fact]
    public void A_letter_beyond_ascii_begins_a_short_name_too() =>
        Assert.Equal(Taler.Paywall.Resources.ResourceMatchKind.Found, Given.Patterns("/Übersicht.pdf").Ask("/ÜBERSI~1.PDF").Kind);

    [Theory]
    [InlineData("/premium/PRIVAT~1/x.pdf")]
    [InlineData("/premium/TREASU~1.HTM")]
    public void A_short_name_that_may_be_a_free_one_stays_sold(string path)
    {
        var matcher = Given.Compiled([Given.Sold("/premium/{**rest}")], ["/premium/public/{**rest}", "/premium/teaser-page.html"]).Matcher;

        Assert.Equal(path, Uri.UnescapeDataString(matcher.NameOf(path)));
    }

    [Fact]
    public void A_short_name_that_may_be_a_free_or_a_sold_file_is_refused()
    {
        var matcher = Given.Compiled([Given.Sold("/files/{name}.html")], ["/files/essay-teaser.html"]).Matcher;

        Assert.Equal("Ambiguous", matcher.NameOf("/files/ESSAYT~2.HTM"));
    }

    [Fact]
    public void A_short_name_of_two_sold_files_is_refused() =>
        Assert.Equal("Ambiguous", Given.Patterns("/files/annual-report.pdf", "/files/annual-budget.pdf").NameOf("/files/ANNUAL~1.PDF"));

    [Fact]
    public void A_short_name_under_two_constraints_is_refused() =>
        Assert.Equal("Ambiguous", Given.Patterns("/docs/{id:guid}", "/docs/{day:datetime}").NameOf("/docs/5BA1E7~1"));

    [Fact]
    public void Nobody_tries_every_file_even_if_all_are_one_offer()
    {
        var files = Enumerable.Range(0, 300).Select(i => Given.Sold($"/files/annual-{i}.pdf", "annual", path: "/annual"));
        var matcher = Given.Matcher([.. files, Given.Sold("/annual", "annual")]);

        Assert.Equal("Ambiguous", matcher.NameOf("/files/ANNUAL~1.PDF"));
        Assert.Equal("annual", matcher.NameOf("/files/annual-7.pdf"));
    }

    [Fact]
    public void A_short_name_of_more_files_than_anybody_tries_is_refused() =>
        Assert.Equal("Ambiguous", Given.Patterns([.. Enumerable.Range(0, 300).Select(i => $"/files/annual-{i}.pdf")]).NameOf("/files/ANNUAL~1.PDF"));
}
