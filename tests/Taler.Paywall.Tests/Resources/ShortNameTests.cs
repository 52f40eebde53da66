namespace Taler.Paywall.Tests.Resources;

/// <summary>On Windows a file with a long name answers to a short one, too.</summary>
public class ShortNameTests
{
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
    [InlineData("/files/annual-reports~1.pdf")]
    public void Another_name_is_free(string path) => Assert.Equal("None", Given.Patterns("/files/annual-report.pdf").NameOf(path));

    [Fact]
    public void A_name_with_a_tilde_of_its_own_is_found_first() =>
        Assert.Equal("/files/an~1.pdf", Given.Patterns("/files/annual-report.pdf", "/files/an~1.pdf").NameOf("/files/AN~1.PDF"));

    [Fact]
    public void A_short_name_of_two_sold_files_is_refused() =>
        Assert.Equal("Ambiguous", Given.Patterns("/files/annual-report.pdf", "/files/annual-budget.pdf").NameOf("/files/ANNUAL~1.PDF"));
}
