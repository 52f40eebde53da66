using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

public class NamingTests
{
    [Fact]
    public void A_resource_has_the_name_price_summary_and_path_of_its_rule()
    {
        var matcher = Given.Matcher(new TalerPaywallResource
        {
            Pattern = "/essays/{slug}/{**rest}",
            Name = "essay:{slug}",
            Price = "KUDOS:0.5",
            Summary = "Essay {slug}",
            FulfillmentPath = "/essays/{slug}",
            RefundDelay = TimeSpan.FromDays(7),
        });

        var resource = matcher.Find("/Essays/über uns/page/2/");

        Assert.Equal("essay:%C3%BCber%20uns", resource.Name);
        Assert.Equal("Essay über uns", resource.Summary);
        Assert.Equal("/essays/%C3%BCber%20uns", resource.FulfillmentPath);
        Assert.Equal("KUDOS:0.5", resource.Price.ToString());
        Assert.Equal(TimeSpan.FromDays(7), resource.RefundDelay?.ToTimeSpan());
    }

    [Fact]
    public void Without_settings_of_their_own_name_and_path_are_the_pattern_filled_in()
    {
        var resource = Given.Patterns("/Essays/{slug}").Find("/essays/a b");

        Assert.Equal("/Essays/a%20b", resource.Name);
        Assert.Equal("/Essays/a%20b", resource.FulfillmentPath);
        Assert.Equal("/Essays/a b", resource.Summary);
        Assert.Null(resource.RefundDelay);
    }

    [Fact]
    public void The_default_path_leaves_out_what_the_name_leaves_out()
    {
        var resource = Given.Matcher(Given.Sold("/premium/{**rest}", name: "premium")).Find("/premium/a/b.txt");

        Assert.Equal("/premium", resource.FulfillmentPath);
        Assert.Equal("premium", resource.Summary);
    }

    [Theory]
    [InlineData("a/b", "a%2Fb", "{x}", false)]
    [InlineData("{x}", "%7Bx%7D", "{x}", false)]
    [InlineData("a:b", "a%3Ab", "{x}", false)]
    [InlineData("100%", "100%25", "{x}", false)]
    [InlineData("a\r\nb\0\u2028", "a%0D%0Ab%00%E2%80%A8", "{x}", false)]
    [InlineData("a/b%2F", "a/b%252F", "{x}", true)]
    [InlineData("😀", "%F0%9F%98%80", "{x}", false)]
    [InlineData("a/..", "a%2F..", "{x}", false)]
    [InlineData("a.b/c", "a.b/c", "{x}", true)]
    public void A_value_is_encoded_so_that_it_cannot_imitate_another_name(string value, string encoded, string text, bool catchAll)
    {
        var values = Values(catchAll ? "/{**x}" : "/{x}");

        Assert.Equal(encoded, TemplateParser.Parse(text, TemplateKind.Name, values).Fill([value]));
        Assert.Equal("/" + encoded, TemplateParser.FromPattern(TemplateKind.Path, values, _ => false).Fill([value]));
    }

    [Fact]
    public void A_separator_inside_a_value_is_encoded_so_that_different_values_never_share_a_name()
    {
        var matcher = Given.Matcher(Given.Sold("/report/{year}/{month}", "report-{year}-{month}"));

        Assert.Equal("report-2026-08", matcher.NameOf("/report/2026/08"));
        Assert.Equal("report-x%2Dy-z", matcher.NameOf("/report/x-y/z"));
        Assert.Equal("report-x-y-z", matcher.NameOf("/report/x/y-z"));
        Assert.Equal("/report/x-y/z", matcher.Find("/report/x-y/z").FulfillmentPath);
    }

    [Fact]
    public void A_name_gives_back_the_values_it_was_filled_with()
    {
        var values = Values("/{a}/{b}/{**c}");
        var template = TemplateParser.Parse("x-{a}-{b}/{c}:end", TemplateKind.Name, values);
        string?[] given = ["1-2", "a/b-c", "d/e:f"];

        var name = template.Fill(given);

        Assert.Equal(given, template.TryRead(name, 3));
        Assert.Null(template.TryRead("y-1-2/3:end", 3));
        Assert.Null(template.TryRead("x-1-2/3:ends", 3));
    }

    [Fact]
    public void A_name_without_values_is_read_from_itself_alone_and_an_empty_value_is_none()
    {
        Assert.Null(TemplateParser.Parse("year", TemplateKind.Name, Values("/")).TryRead("yearly", 0));
        Assert.Empty(TemplateParser.Parse("year", TemplateKind.Name, Values("/")).TryRead("year", 0)!);
        Assert.Null(Assert.Single(TemplateParser.Parse("essay:{x}", TemplateKind.Name, Values("/{x}")).TryRead("essay:", 1)!));
    }

    [Theory]
    [InlineData("Größe: {x}", "Größe: a")]
    [InlineData("{x}pdf", "apdf")]
    [InlineData("essay/{x}", "essay/a")]
    public void Text_of_a_name_stays_as_it_is_written(string text, string name) =>
        Assert.Equal(name, TemplateParser.Parse(text, TemplateKind.Name, Values("/{x}")).Fill(["a"]));

    [Fact]
    public void A_missing_value_takes_a_slash_of_the_path_with_it_and_none_of_the_name()
    {
        var resource = Given.Matcher(Given.Sold("/essays/{slug?}", "essay/{slug}")).Find("/essays");

        Assert.Equal("essay/", resource.Name);
        Assert.Equal("/essays", resource.FulfillmentPath);
    }

    [Fact]
    public void A_default_summary_is_the_path_as_people_read_it()
    {
        Assert.Equal("/my essays/a b", Given.Patterns("/my essays/{slug?}").Find("/my essays/a b").Summary);
        Assert.Equal("/my essays", Given.Patterns("/my essays/{slug?}").Find("/my essays").Summary);
    }

    [Fact]
    public void Text_of_a_path_of_its_own_is_encoded() =>
        Assert.Equal("/gr%C3%B6%C3%9Fe/a", Given.Matcher(Given.Sold("/größe/{slug}", "size:{slug}", path: "/größe/{slug}")).Find("/größe/a").FulfillmentPath);

    [Theory]
    [InlineData("essay:{x}", "essay:{}")]
    [InlineData("{x}.pdf", "{}.pdf")]
    [InlineData("essay", "essay")]
    public void The_shape_of_a_name_tells_where_its_values_are_and_not_which(string text, string shape) =>
        Assert.Equal(shape, TemplateParser.Parse(text, TemplateKind.Name, Values("/{x}")).Shape);

    [Fact]
    public void A_path_of_its_own_stands_beside_the_name_that_the_pattern_gives()
    {
        var resource = Given.Matcher(Given.Sold("/Essays/{slug}", path: "/essays/{slug}")).Find("/essays/a");

        Assert.Equal("/Essays/a", resource.Name);
        Assert.Equal("/essays/a", resource.FulfillmentPath);
    }

    [Theory]
    [InlineData("a\nb", "Essay a b")]
    [InlineData("\r\n", "Essay   ")]
    public void A_summary_shows_no_control_characters(string value, string summary) =>
        Assert.Equal(summary, TemplateParser.Parse("Essay {x}", TemplateKind.Summary, Values("/{x}")).Fill([value]));

    [Fact]
    public void Doubled_braces_stand_for_themselves() =>
        Assert.Equal("{x} a", TemplateParser.Parse("{{x}} {x}", TemplateKind.Summary, Values("/{x}")).Fill(["a"]));

    [Theory]
    [InlineData("/{x}", "..")]
    [InlineData("/{x}", ".")]
    [InlineData("/{**x}", "a/../b")]
    [InlineData("/{**x}", "a/./b")]
    public void A_value_that_no_URL_can_carry_is_refused(string pattern, string value)
    {
        var template = TemplateParser.FromPattern(TemplateKind.Path, Values(pattern), _ => false);

        Assert.Equal("A dot segment is no value of a path.", Assert.Throws<FormatException>(() => template.Fill([value])).Message);
    }

    [Fact]
    public void Half_a_character_is_refused_since_it_would_be_encoded_like_any_other_half()
    {
        var template = TemplateParser.FromPattern(TemplateKind.Path, Values("/{x}"), _ => false);

        Assert.Equal("A value holds half a character.", Assert.Throws<FormatException>(() => template.Fill(["a\ud800"])).Message);
    }

    [Fact]
    public void A_path_of_its_own_has_no_slash_at_its_end()
    {
        var resource = Given.Matcher(Given.Sold("/essays/{slug?}", "essay:{slug}", path: "/essays/{slug}/")).Find("/essays/");

        Assert.Equal("essay:", resource.Name);
        Assert.Equal("/essays", resource.FulfillmentPath);
    }

    [Fact]
    public void Two_spellings_of_a_value_have_one_name_and_one_path()
    {
        var matcher = Given.Patterns("/essays/{slug}/{page=1}");

        var names = ((string[])["/essays/a", "/ESSAYS/a/", "/essays/a/1", "//essays/a/1/"]).Select(path => matcher.Find(path).FulfillmentPath);

        Assert.Equal(["/essays/a/1"], names.Distinct());
    }

    private static ResourceValues Values(string pattern) => new(Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse(pattern), []);
}
