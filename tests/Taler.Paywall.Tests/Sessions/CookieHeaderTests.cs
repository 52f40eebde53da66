using Taler.Paywall.Sessions;

namespace Taler.Paywall.Tests.Sessions;

public sealed class CookieHeaderTests
{
    [Theory]
    [InlineData(".Taler.Paywall=abc", "abc")]
    [InlineData("a=1; .Taler.Paywall=abc", "abc")]
    [InlineData("a=1;.Taler.Paywall=abc;b=2", "abc")]
    [InlineData("a=.Taler.Paywall; .Taler.Paywall=abc", "abc")]
    [InlineData(";.Taler.Paywall=abc", "abc")]
    [InlineData("a=1;;.Taler.Paywall=abc", "abc")]
    [InlineData(".Taler.Paywall=", "")]
    public void The_cookie_is_found_among_others(string header, string expected)
    {
        Assert.True(CookieHeader.TryFind(header, ".Taler.Paywall", out var value));
        Assert.Equal(expected, value.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(";;;")]
    [InlineData("=abc")]
    [InlineData(".Taler.Paywall")]
    [InlineData(".taler.paywall=abc")]
    [InlineData(".Taler.PaywallX=abc")]
    [InlineData("x.Taler.Paywall=abc")]
    [InlineData(".Taler.Paywall=abc; .Taler.Paywall=def")]
    public void No_cookie_or_two_of_them_is_none(string header) =>
        Assert.False(CookieHeader.TryFind(header, ".Taler.Paywall", out _));

    [Fact]
    public void Two_cookies_on_two_header_lines_are_none() =>
        Assert.False(CookieHeader.TryFind(new(["p=1", "p=2"]), "p", out _));
}
