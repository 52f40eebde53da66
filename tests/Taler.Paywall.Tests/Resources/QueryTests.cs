using Taler.Paywall.Resources;

namespace Taler.Paywall.Tests.Resources;

public class QueryTests
{
    [Theory]
    [InlineData("?id=7", "/report?id=7")]
    [InlineData("?ID=7", "/report?id=7")]
    [InlineData("?utm=x&id=7&other", "/report?id=7")]
    [InlineData("?%69d=7", "/report?id=7")]
    [InlineData("?id=a%26b=c%2F+d", "/report?id=a%26b%3Dc%2F%20d")]
    [InlineData("?id=A", "/report?id=A")]
    [InlineData("", "/report?id=")]
    [InlineData("?id", "/report?id=")]
    [InlineData("?id=", "/report?id=")]
    public void A_query_value_tells_resources_apart(string query, string name)
    {
        var resource = Given.Matcher(Given.Sold("/report", query: "id")).Find("/report", query);

        Assert.Equal(name, resource.Name);
        Assert.Equal(name, resource.FulfillmentPath);
    }

    [Theory]
    [InlineData("?id=7&id=8")]
    [InlineData("?id=7&ID=7")]
    [InlineData("?id=7&%49d=8")]
    public void A_query_value_given_twice_is_refused(string query)
    {
        var match = Given.Matcher(Given.Sold("/report", query: "id")).Ask("/report", query);

        Assert.Equal(ResourceMatchKind.Ambiguous, match.Kind);
        Assert.Equal("A query value that tells resources apart is given more than once.", Assert.IsType<FormatException>(match.Error).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?free=1")]
    [InlineData("?b=2&a=1")]
    public void The_query_never_decides_whether_a_path_is_gated(string query) =>
        Assert.Equal("/report", Given.Patterns("/report").NameOf("/report", query));

    [Fact]
    public void The_order_of_the_setting_is_the_order_in_the_fulfillment_URL()
    {
        var matcher = Given.Matcher(Given.Sold("/report/{year}", "report:{year}:{id}:{part}", query: ["part", "id"]));

        var resource = matcher.Find("/report/2026", "?id=7&part=a");

        Assert.Equal("report:2026:7:a", resource.Name);
        Assert.Equal("/report/2026?part=a&id=7", resource.FulfillmentPath);
    }

    [Fact]
    public void A_path_of_its_own_keeps_the_query_value()
    {
        var resource = Given.Matcher(Given.Sold("/report/{**rest}", "report:{id}", path: "/report", query: "id")).Find("/report/all", "?id=7");

        Assert.Equal("/report?id=7", resource.FulfillmentPath);
    }

    [Fact]
    public void A_catch_all_without_a_rest_has_its_query_behind_a_slash() =>
        Assert.Equal("/?id=7", Given.Matcher(Given.Sold("/{**rest}", query: "id")).NameOf("/", "?id=7"));
}
