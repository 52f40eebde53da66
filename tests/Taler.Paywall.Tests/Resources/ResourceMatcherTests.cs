namespace Taler.Paywall.Tests.Resources;

public class ResourceMatcherTests
{
    [Theory]
    [InlineData("/premium/article", "/premium/article", "/premium/article")]
    [InlineData("premium/article", "/premium/article", "/premium/article")]
    [InlineData("/Premium/Article", "/pREMIUM/aRTICLE", "/Premium/Article")]
    [InlineData("/premium", "/premiumfree", "None")]
    [InlineData("/premium", "/premium/more", "None")]
    [InlineData("/premium/article", "/premium", "None")]
    [InlineData("/", "/", "/")]
    [InlineData("/", "", "/")]
    [InlineData("/", "/a", "None")]
    [InlineData("/essays/{slug}", "/essays/on-rain", "/essays/on-rain")]
    [InlineData("/essays/{slug}", "/essays/On-Rain", "/essays/On-Rain")]
    [InlineData("/essays/{slug}", "/essays", "None")]
    [InlineData("/essays/{slug}", "/essays/", "None")]
    [InlineData("/essays/{slug}", "/essays/a/b", "None")]
    [InlineData("/essays/{slug?}", "/essays", "/essays")]
    [InlineData("/essays/{slug?}", "/essays/", "/essays")]
    [InlineData("/essays/{slug?}", "/essays/a", "/essays/a")]
    [InlineData("/issue/{year=2026}", "/issue", "/issue/2026")]
    [InlineData("/issue/{year=2026}", "/issue/2026", "/issue/2026")]
    [InlineData("/issue/{year=2026}", "/issue/2025", "/issue/2025")]
    [InlineData("/issue/{year=2026}/{month?}", "/issue", "/issue/2026")]
    [InlineData("/premium/{**rest}", "/premium", "/premium")]
    [InlineData("/premium/{**rest}", "/premium/", "/premium")]
    [InlineData("/premium/{**rest}", "/premium/a/b.txt", "/premium/a/b.txt")]
    [InlineData("/premium/{*rest}", "/premium/a/b/", "/premium/a/b")]
    [InlineData("/premium/{**rest}", "/premiumfree", "None")]
    [InlineData("/{**rest}", "/", "/")]
    [InlineData("/{**rest}", "/a", "/a")]
    [InlineData("/{**rest}", "/a/b", "/a/b")]
    [InlineData("/files/{name}.pdf", "/files/a.pdf", "/files/a.pdf")]
    [InlineData("/files/{name}.pdf", "/files/a.b.PDF", "/files/a.b.pdf")]
    [InlineData("/files/{name}.pdf", "/files/a.txt", "None")]
    [InlineData("/files/{name}.pdf", "/files/.pdf", "None")]
    [InlineData("/files/{name}.{ext?}", "/files/a", "/files/a")]
    [InlineData("/files/{name}.{ext?}", "/files/a.b", "/files/a.b")]
    [InlineData("/id/{id:int}", "/id/7", "/id/7")]
    [InlineData("/id/{id:int}", "/id/seven", "None")]
    [InlineData("/id/{id:int?}", "/id", "/id")]
    [InlineData("/my essay", "/my essay", "/my%20essay")]
    [InlineData("/files/{name}.pdf", "/files/pdf", "None")]
    [InlineData("/files/a{name}a", "/files/a", "None")]
    [InlineData("/files/a{name}a", "/files/aa", "None")]
    [InlineData("/files/a{name}b", "/files/xxb", "None")]
    [InlineData("/files/a{name}b", "/files/axx", "None")]
    [InlineData("/essays/{{draft}}", "/essays/{draft}", "/essays/%7Bdraft%7D")]
    public void A_path_names_the_resource_of_its_pattern(string pattern, string path, string name)
    {
        var matcher = Given.Patterns(pattern);

        Assert.Equal(name, matcher.NameOf(path));
    }

    [Fact]
    public void Only_an_ambiguous_answer_has_rivals()
    {
        Assert.Empty(Given.Patterns("/a").Ask("/a").Rivals);
        Assert.Empty(Given.Patterns("/a").Ask("/b").Rivals);
        Assert.Equal(2, Given.Patterns("/essays/{slug}", "/essays/{author}/{slug}").Ask("/essays/a%2Fb").Rivals.Count);
    }
}
