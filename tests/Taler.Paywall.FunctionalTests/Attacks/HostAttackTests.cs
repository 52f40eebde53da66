using Microsoft.Extensions.Logging;
using Taler.Paywall.FunctionalTests.Protocols;

namespace Taler.Paywall.FunctionalTests.Attacks;

/// <summary>Hosts that ASP.NET cannot read, at a shop whose fulfillment URLs follow the host.</summary>
public sealed class HostAttackTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("xn--", "GET /essays/maps", 302)]
    [InlineData("xxn--", "GET /essays/maps", 302)]
    [InlineData("xn--a:8080", "GET /essays/maps", 302)]
    [InlineData("xn--", "GET /essays/maps?taler_paywall=wait", 402)]
    [InlineData("xn--", "POST /essays/maps?taler_paywall=order", 402)]
    public async Task A_host_that_is_wrong_punycode_is_no_way_to_an_error(string host, string request, int status)
    {
        await using var shop = await OpenAsync();

        var answer = await RawRequest.SendAsync(
            shop, $"{request} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nConnection: close\r\nContent-Length: 0\r\n{RawRequest.Navigate}\r\n");

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Nor_is_it_for_who_comes_back_without_a_cookie()
    {
        await using var shop = await OpenAsync();

        var answer = await RawRequest.SendAsync(
            shop, $"GET /essays/maps HTTP/1.1\r\nHost: xn--\r\nReferer: {sandbox.BaseUrl}orders/1\r\nConnection: close\r\n{RawRequest.Navigate}\r\n");

        Assert.Equal(402, answer.Status);
    }

    /// <summary>Where ASP.NET logs each request, it fails at such a host by itself.</summary>
    private Task<Shop> OpenAsync() => Shop.OpenAsync(
        Shop.Settings(sandbox.BaseUrl), configure: builder => builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning));
}
