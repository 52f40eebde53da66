using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

public class PathReadingsTests
{
    private static readonly string[] Corpus =
    [
        "/premium/article", "/premium/article/", "/PREMIUM/Article", "//premium/article", "/premium//article", "/premium/article//",
        "///premium///article///", "/premium%2Farticle", "/premium%2farticle", "/premium%5Carticle", "/premium\\article", "\\premium\\article",
        "/\\premium/article", "/%70remium/article", "/premium/%61rticle", "/premium%252Farticle", "/x/../premium/article",
        "/x/%2e%2e/premium/article", "/x%2F..%2Fpremium/article", "/x\\..\\premium\\article", "/./premium/./article", "/premium/article.",
        "/premium/article...", "/premium/article ", "/premium/article%20", "/premium./article", "/premium /article", "/premium/article/.",
        "/premium/x/.. /article", "/%2Fpremium/article", "/premium/article%2F", "/premium/article/%2e", "/PREMIUM%2FARTICLE%2F", "/premium/article%5C",
        "/../premium/article", "/%2e%2e/premium/article",
    ];

    public static TheoryData<string> Paths { get; } = [.. Corpus.Select(path => path[0] is '/' ? path : "/" + path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_path_is_protected_in_any_reading(string path)
    {
        var matcher = Given.Patterns("/premium/article");

        Assert.Equal("/premium/article", matcher.NameOf(path));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_reading_is_never_free_under_any_kind_of_pattern(string path)
    {
        string[] patterns = ["/premium/article", "/premium/{id}", "/premium/{id?}", "/premium/{id=x}", "/premium/{**rest}", "/premium/{*rest}", "/{section}/article", "/premium/art{rest}", "/premium/{id:alpha}"];

        foreach (var pattern in patterns)
            Assert.NotEqual(ResourceMatchKind.None, Given.Patterns(pattern).Ask(path).Kind);
    }

    [Theory]
    [InlineData("/premiumfree")]
    [InlineData("/premium")]
    [InlineData("/free%2Farticle")]
    [InlineData("/premium%2Farticles")]
    [InlineData("/free//article")]
    [InlineData("/free/100%")]
    [InlineData("/a.b/c..d/.hidden")]
    [InlineData("/premium/article/%zz")]
    public void A_path_that_no_reading_gates_is_free(string path)
    {
        var matcher = Given.Patterns("/premium/article");

        Assert.Equal(ResourceMatchKind.None, matcher.Ask(path).Kind);
    }

    [Theory]
    [InlineData("/premium/user/a%2Fb", "/premium/user/a%252Fb")]
    [InlineData("/premium/user/a\\b", "/premium/user/a%5Cb")]
    [InlineData("/premium/user/100%", "/premium/user/100%25")]
    [InlineData("/premium/user/a/", "/premium/user/a")]
    [InlineData("//premium/user/a", "/premium/user/a")]
    public void A_value_that_one_reading_only_has_keeps_the_routers_spelling(string path, string name)
    {
        var matcher = Given.Patterns("/premium/user/{id}");

        Assert.Equal(name, matcher.NameOf(path));
    }

    [Theory]
    [InlineData("/essays/a%2Fb")]
    [InlineData("/essays/a\\b")]
    [InlineData("/essays/a%5Cb")]
    [InlineData("/essays/a%252Fb")]
    [InlineData("/essays/a.")]
    [InlineData("/essays/a ")]
    [InlineData("/essays/%61")]
    [InlineData("/essays/x%2F..%2Fb")]
    [InlineData("/essays/a%5C%41")]
    [InlineData("/essays/a%2F%41")]
    public void Readings_that_name_different_resources_are_refused(string path)
    {
        var matcher = Given.Patterns("/essays/{slug}", "/essays/{author}/{slug}");

        var match = matcher.Ask(path);

        Assert.Equal(ResourceMatchKind.Ambiguous, match.Kind);
        Assert.Null(match.Resource);
    }

    [Fact]
    public void Readings_of_a_catch_all_that_give_the_same_name_are_one_resource()
    {
        var whole = Given.Matcher(Given.Sold("/premium/{**rest}", name: "premium"));
        var parts = Given.Patterns("/premium/{**rest}");

        Assert.Equal("premium", whole.NameOf("/premium//a.txt"));
        Assert.Equal("Ambiguous", parts.NameOf("/premium//a.txt"));
        Assert.Equal("/premium/a.txt", parts.NameOf("//premium/a.txt"));
        Assert.Equal("/premium", parts.NameOf("/premium//"));
    }

    [Fact]
    public void A_path_with_hundreds_of_readings_is_refused_rather_than_read()
    {
        var match = Given.Patterns("/premium/article").Ask("/premium%" + string.Concat(Enumerable.Repeat("25", 250)) + "2Farticle");

        Assert.Equal(ResourceMatchKind.Ambiguous, match.Kind);
        Assert.Equal("A path with so many readings is refused.", Assert.IsType<FormatException>(match.Error).Message);
    }

    [Fact]
    public void A_doubled_slash_begins_no_empty_value() => Assert.Equal("/a", Given.Patterns("/{x}").NameOf("//a"));

    [Fact]
    public void An_encoded_backslash_becomes_a_slash_though_the_rest_stays_encoded() =>
        Assert.Contains("/premium/%41", PathReadings.Of("/premium%5C%41"));

    [Fact]
    public void The_path_as_sent_is_the_first_reading() => Assert.Equal("/a%2Fb", PathReadings.Of("/a%2Fb")[0]);

    [Fact]
    public void A_scan_by_blocks_agrees_with_a_look_at_every_character()
    {
        var random = new Random(20260801);
        const string alphabet = "/abcdefgh/.. %\\";

        for (var i = 0; i < 20_000; i++)
        {
            var path = "/" + string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(4) == 0 ? alphabet[random.Next(alphabet.Length)] : 'x'));
            var plain = !path.Contains('%') && !path.Contains('\\') && !path.Contains("//") && !path.Contains("./") && !path.Contains(" /") && path[^1] is not ('.' or ' ');

            Assert.True(plain == PlainPath.Is(path), path);
            Assert.True(!plain || PathReadings.Of(path).All(reading => reading.TrimEnd('/') == path.TrimEnd('/')), path);
        }
    }
}
