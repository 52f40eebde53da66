using Microsoft.AspNetCore.Http;
using Taler.Paywall.Responses;

namespace Taler.Paywall.Tests.Responses;

public sealed class RequestKindsTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    [Theory]
    [InlineData("GET", Browser)]
    [InlineData("get", Browser)]
    [InlineData("GET", "*/*")]
    [InlineData("GET", "")]
    [InlineData("GET", "not a media type")]
    [InlineData("GET", "application/json, text/html;q=0.1")]
    public void A_get_that_takes_html_is_a_navigation(string method, string accept) =>
        Assert.Equal(RequestKind.Navigation, Kind(method, accept));

    [Theory]
    [InlineData("GET", "application/json")]
    [InlineData("GET", "application/json, text/html;q=0")]
    [InlineData("POST", Browser)]
    [InlineData("PUT", Browser)]
    [InlineData("DELETE", "*/*")]
    [InlineData("CONNECT", "")]
    [InlineData("OPTIONS", "*/*")]
    public void Everything_else_is_a_program(string method, string accept) =>
        Assert.Equal(RequestKind.Program, Kind(method, accept));

    [Theory]
    [InlineData("Sec-Fetch-Mode", "cors")]
    [InlineData("Sec-Fetch-Mode", "same-origin")]
    [InlineData("Sec-Fetch-Mode", "websocket")]
    [InlineData("X-Requested-With", "XMLHttpRequest")]
    [InlineData("Upgrade", "websocket")]
    [InlineData("Upgrade", "WebSocket")]
    public void A_script_is_a_program_even_if_it_takes_everything(string header, string value) =>
        Assert.Equal(RequestKind.Program, Kind("GET", "*/*", (header, value)));

    [Theory]
    [InlineData("Sec-Fetch-Mode", "navigate")]
    [InlineData("Sec-Fetch-Dest", "document")]
    [InlineData("Sec-Fetch-Dest", "iframe")]
    [InlineData("Upgrade", "h2c")]
    public void A_browser_that_opens_a_page_navigates(string header, string value) =>
        Assert.Equal(RequestKind.Navigation, Kind("GET", Browser, (header, value)));

    [Theory]
    [InlineData("Sec-Purpose", "prefetch")]
    [InlineData("Sec-Purpose", "prefetch;prerender")]
    [InlineData("Purpose", "prefetch")]
    [InlineData("X-Moz", "prefetch")]
    [InlineData("Sec-Fetch-Dest", "image")]
    [InlineData("Sec-Fetch-Dest", "script")]
    [InlineData("Sec-Fetch-Dest", "style")]
    [InlineData("Sec-Fetch-Dest", "font")]
    [InlineData("Sec-Fetch-Dest", "video")]
    public void Nobody_is_there_to_pay_for_a_prefetch_or_a_sub_resource(string header, string value) =>
        Assert.Equal(RequestKind.Silent, Kind("GET", "*/*", (header, value)));

    [Theory]
    [InlineData("image/avif,image/webp,*/*;q=0.8")]
    [InlineData("text/css,*/*;q=0.1")]
    public void A_sub_resource_of_an_old_browser_is_known_by_what_it_takes_first(string accept) =>
        Assert.Equal(RequestKind.Silent, Kind("GET", accept));

    [Fact]
    public void Nobody_pays_for_a_head() => Assert.Equal(RequestKind.Silent, Kind("HEAD", Browser));

    [Fact]
    public void Only_an_options_request_with_the_preflight_headers_is_a_preflight()
    {
        Assert.True(RequestKinds.IsPreflight(Request("OPTIONS", "", ("Origin", "https://a.example"), ("Access-Control-Request-Method", "GET"))));
        Assert.False(RequestKinds.IsPreflight(Request("OPTIONS", "", ("Origin", "https://a.example"))));
        Assert.False(RequestKinds.IsPreflight(Request("GET", "", ("Origin", "https://a.example"), ("Access-Control-Request-Method", "GET"))));
    }

    private static RequestKind Kind(string method, string accept, params (string Name, string Value)[] headers) =>
        RequestKinds.Of(Request(method, accept, headers));

    private static HttpRequest Request(string method, string accept, params (string Name, string Value)[] headers)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        request.Headers.Accept = accept;
        foreach (var (name, value) in headers)
            request.Headers[name] = value;
        return request;
    }
}
