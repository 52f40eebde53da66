using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Primitives;
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
    [InlineData("GET", "text/*")]
    [InlineData("GET", "application/json, text/html")]
    [InlineData("GET", "application/json;q=0.5, text/html;q=0.6")]
    [InlineData("GET", "application/json;q=0.5, */*")]
    [InlineData("GET", "application/json;q=0, */*;q=0.1")]
    [InlineData("GET", "text/html;q=0, text/html;level=1")]
    [InlineData("GET", "application/xhtml+xml, application/json")]
    [InlineData("GET", "text/plain, */*")]
    [InlineData("GET", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2")]
    [InlineData("GET", "*")]
    public void A_get_that_takes_html_is_a_navigation(string method, string accept) =>
        Assert.Equal(RequestKind.Navigation, Kind(method, accept));

    [Theory]
    [InlineData("GET", "application/json")]
    [InlineData("GET", "application/json, text/html;q=0")]
    [InlineData("GET", "application/json, text/html;q=0.1")]
    [InlineData("GET", "application/json, text/plain, */*")]
    [InlineData("GET", "application/json;q=0.5, text/*;q=0.5")]
    [InlineData("GET", "application/problem+json, */*;q=0.9")]
    [InlineData("GET", "application/vnd.shop+json;version=2, */*")]
    [InlineData("GET", "APPLICATION/JSON;Q=1")]
    [InlineData("GET", "application/*, */*;q=0.1")]
    [InlineData("GET", "text/html;q=0, */*")]
    [InlineData("GET", "text/html ; q=0.000, */*")]
    [InlineData("GET", "*/*;q=0")]
    [InlineData("GET", "text/event-stream")]
    [InlineData("GET", "application/json;a=\"b,text/html;q=1\";q=0.4, text/html;q=0.3")]
    [InlineData("POST", Browser)]
    [InlineData("PUT", Browser)]
    [InlineData("DELETE", "*/*")]
    [InlineData("CONNECT", "")]
    [InlineData("OPTIONS", "*/*")]
    public void Everything_else_is_a_program(string method, string accept) =>
        Assert.Equal(RequestKind.Program, Kind(method, accept));

    [Theory]
    [InlineData("text/html;q=2", RequestKind.Navigation)]
    [InlineData("application/json;q=NaN", RequestKind.Navigation)]
    [InlineData("application/json;q=-1", RequestKind.Navigation)]
    [InlineData("application/json;q=", RequestKind.Navigation)]
    [InlineData("application/json/x, a/, /b, =, ;, ,", RequestKind.Navigation)]
    [InlineData("\"application/json", RequestKind.Navigation)]
    [InlineData("application/json \0", RequestKind.Navigation)]
    [InlineData("application/json, text/html;q=high", RequestKind.Program)]
    [InlineData(",,application/json,,", RequestKind.Program)]
    [InlineData("%%%, application/json", RequestKind.Program)]
    [InlineData("application/json;a=\"\\", RequestKind.Program)]
    public void What_is_malformed_in_the_accept_header_is_left_out(string accept, object expected) =>
        Assert.Equal(expected, Kind("GET", accept));

    [Fact]
    public void An_accept_header_that_is_too_long_says_nothing()
    {
        var request = Request("GET", "");
        request.Headers.Accept = new StringValues(Enumerable.Repeat("application/json", 1000).ToArray());

        Assert.Equal(RequestKind.Navigation, RequestKinds.Of(request));
        Assert.Equal(RequestKind.Navigation, Kind("GET", "application/json;a=" + new string('"', 100_001)));
    }

    [Fact]
    public void Accept_may_be_spread_over_several_lines()
    {
        var request = Request("GET", "");
        request.Headers.Accept = new StringValues(["text/html;q=0.4", "application/json;q=0.5"]);

        Assert.Equal(RequestKind.Program, RequestKinds.Of(request));
    }

    [Fact]
    public void No_accept_header_throws_whatever_it_is_made_of()
    {
        const string Alphabet = "ajt/*;,=q01.+\"\\ \t\0\u00e9";
        var random = new Random(20260101);
        for (var i = 0; i < 100_000; i++)
            Assert.True(Enum.IsDefined(Kind("GET", string.Concat(random.GetItems<char>(Alphabet, random.Next(0, 40))))));
    }

    [Theory]
    [InlineData(true, false, RequestKind.Program)]
    [InlineData(true, true, RequestKind.Navigation)]
    [InlineData(false, false, RequestKind.Navigation)]
    public void An_endpoint_that_asp_net_marks_as_api_is_for_programs(bool isApi, bool allowsRedirect, object expected)
    {
        var builder = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse("/"), 0);
        var conventions = new Conventions(builder);
        if (allowsRedirect)
            conventions.AllowCookieRedirect();
        if (isApi)
            conventions.DisableCookieRedirect();
        var request = Request("GET", Browser);
        request.HttpContext.SetEndpoint(builder.Build());

        Assert.Equal(expected, RequestKinds.Of(request));
    }

    [Theory]
    [InlineData(Browser, null, RequestKind.Silent)]
    [InlineData("*/*", null, RequestKind.Silent)]
    [InlineData(Browser, "navigate", RequestKind.Navigation)]
    [InlineData("application/json", null, RequestKind.Program)]
    public void Who_reads_only_the_first_bytes_of_a_page_looks_at_a_preview(string accept, string? mode, object expected)
    {
        var request = Request("GET", accept, ("Range", "bytes=0-65535"));
        if (mode is not null)
            request.Headers["Sec-Fetch-Mode"] = mode;

        Assert.Equal(expected, RequestKinds.Of(request));
    }

    [Theory]
    [InlineData("Sec-Fetch-Mode", "cors")]
    [InlineData("Sec-Fetch-Mode", "same-origin")]
    [InlineData("Sec-Fetch-Mode", "websocket")]
    [InlineData("X-Requested-With", "XMLHttpRequest")]
    [InlineData("Taler-Paywall-Session", "new")]
    [InlineData("Idempotency-Key", "8e03978e-40d5-43dd-bc93-6894a57f9324")]
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
    [InlineData("Sec-Purpose", "prefetch;anonymous-client-ip")]
    [InlineData("Purpose", "prefetch")]
    [InlineData("Purpose", "prerender")]
    [InlineData("Purpose", "preview")]
    [InlineData("X-Purpose", "preview")]
    [InlineData("X-Moz", "Prefetch")]
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

    private sealed class Conventions(EndpointBuilder endpoint) : IEndpointConventionBuilder
    {
        public void Add(Action<EndpointBuilder> convention) => convention(endpoint);
    }

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
