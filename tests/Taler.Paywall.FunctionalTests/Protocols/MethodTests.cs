using Microsoft.AspNetCore.Builder;

namespace Taler.Paywall.FunctionalTests.Protocols;

/// <summary>No method and no form of the request's target opens what is sold; each does once it is paid.</summary>
public sealed class MethodTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private int _served;
    private Shop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), build: app =>
    {
        app.UseTalerPaywall();
        app.Map("/essays/{slug}/{**rest}", () =>
        {
            Interlocked.Increment(ref _served);
            return Shop.Paid;
        });
        app.MapMethods("/book", ["GET", "OPTIONS", "BREW"], () =>
        {
            Interlocked.Increment(ref _served);
            return Shop.Paid;
        }).RequireTalerPayment("KUDOS:3");
    });

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData("GET /essays/maps HTTP/1.1", 302)]
    [InlineData("get /essays/maps HTTP/1.1", 302)]
    [InlineData("gEt /essays/maps HTTP/1.1", 302)]
    [InlineData("HEAD /essays/maps HTTP/1.1", 402)]
    [InlineData("POST /essays/maps HTTP/1.1", 402)]
    [InlineData("post /essays/maps HTTP/1.1", 402)]
    [InlineData("PUT /essays/maps HTTP/1.1", 402)]
    [InlineData("DELETE /essays/maps HTTP/1.1", 402)]
    [InlineData("PATCH /essays/maps HTTP/1.1", 402)]
    [InlineData("TRACE /essays/maps HTTP/1.1", 402)]
    [InlineData("PROPFIND /essays/maps HTTP/1.1", 402)]
    [InlineData("BREW /essays/maps HTTP/1.1", 402)]
    [InlineData("OPTIONS /essays/maps HTTP/1.1", 402)]
    [InlineData("GET /book HTTP/1.1", 302)]
    [InlineData("get /book HTTP/1.1", 302)]
    [InlineData("OPTIONS /book HTTP/1.1", 402)]
    [InlineData("BREW /book HTTP/1.1", 402)]
    [InlineData("GET /essays/maps HTTP/1.0", 302)]
    [InlineData("HEAD /essays/maps HTTP/1.0", 402)]
    [InlineData("GET http://{host}/essays/maps HTTP/1.1", 302)]
    [InlineData("GET http://{host}/essays/maps?x=1 HTTP/1.1", 302)]
    [InlineData("POST http://{host}/essays/maps HTTP/1.1", 402)]
    public async Task An_unpaid_request_is_refused_and_a_paid_one_is_served(string line, int status)
    {
        using var visitor = new Visitor(_shop, sandbox.Control);
        line = line.Replace("{host}", _shop.BaseAddress.Authority);

        var unpaid = await SendAsync(line);
        Assert.Equal((status, false, 0), (unpaid.Status, unpaid.IsPaid, _served));

        await visitor.BuyAsync(line.Contains("book") ? "/book" : "/essays/maps");
        var paid = await SendAsync(line, RawRequest.Cookie(visitor));
        Assert.Equal((200, 1), (paid.Status, _served));
        Assert.Equal(!line.StartsWith("HEAD ", StringComparison.OrdinalIgnoreCase), paid.IsPaid);
    }

    [Theory]
    [InlineData("head /essays/maps HTTP/1.1", "")]
    [InlineData("OPTIONS * HTTP/1.1", "")]
    [InlineData("GET HTTP://{host}/essays/maps HTTP/1.1", "")]
    [InlineData("CONNECT {host} HTTP/1.1", "")]
    [InlineData("CONNECT /essays/maps HTTP/1.1", "")]
    [InlineData("GET http://foreign.example/essays/maps HTTP/1.1", "")]
    [InlineData("GET http://foreign.example/essays/maps HTTP/1.1", "Host: foreign.example\r\n")]
    [InlineData("GET https://{host}/essays/maps HTTP/1.1", "")]
    [InlineData("GET //{host}/essays/maps HTTP/1.1", "")]
    [InlineData("GET http://user@{host}/essays/maps HTTP/1.1", "")]
    [InlineData("GET *essays/maps HTTP/1.1", "")]
    [InlineData("GET essays/maps HTTP/1.1", "")]
    [InlineData("GET /essays/maps HTTP/1.1", "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n")]
    [InlineData("GET /essays/maps HTTP/1.1", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")]
    [InlineData("POST /essays/maps HTTP/1.1", "X-HTTP-Method-Override: GET\r\n")]
    [InlineData("OPTIONS /essays/maps HTTP/1.1", "Origin: https://elsewhere.example\r\n")]
    [InlineData("OPTIONS /essays/maps HTTP/1.1", "Access-Control-Request-Method: GET\r\n")]
    [InlineData("OPTIONS /essays/maps HTTP/1.1", "Origin: https://elsewhere.example\r\nAccess-Control-Request-Method: GET\r\n")]
    public async Task A_target_or_header_that_is_seldom_seen_opens_nothing(string line, string headers)
    {
        line = line.Replace("{host}", _shop.BaseAddress.Authority);
        var host = headers.StartsWith("Host:", StringComparison.Ordinal) ? "" : $"Host: {_shop.BaseAddress.Authority}\r\n";

        var answer = await RawRequest.SendAsync(_shop, $"{line}\r\n{host}{headers}{RawRequest.Navigate}Connection: close\r\n\r\n");

        Assert.False(answer.IsPaid, answer.Text);
        Assert.False(answer.Status is 101 or 304, answer.Text);
    }

    [Theory]
    [InlineData("Range: bytes=0-3\r\n")]
    [InlineData("Range: bytes=0-1,3-4\r\n")]
    [InlineData("If-None-Match: *\r\n")]
    [InlineData("If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n")]
    [InlineData("If-Match: \"x\"\r\n")]
    [InlineData("Cache-Control: only-if-cached\r\n")]
    public async Task A_condition_or_a_range_does_not_change_the_answer_to_the_unpaid(string header)
    {
        var answer = await SendAsync("GET /essays/maps HTTP/1.1", header);

        Assert.Equal((302, false), (answer.Status, answer.IsPaid));
        Assert.Null(answer.Header("Content-Range"));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    [Theory]
    [InlineData("", "close")]
    [InlineData("Connection: keep-alive\r\n", "keep-alive")]
    public async Task HTTP_1_0_needs_no_host(string connection, string answered)
    {
        using var visitor = new Visitor(_shop, sandbox.Control);
        await visitor.BuyAsync("/essays/maps");
        using var client = await RawRequest.ConnectAsync(_shop);
        var stream = client.GetStream();

        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET /essays/maps HTTP/1.0\r\n{RawRequest.Navigate}{connection}\r\n"));
        var unpaid = await RawRequest.ReadHeadAsync(stream);
        Assert.Equal(302, unpaid.Status);
        Assert.Equal(answered, unpaid.Header("Connection"));
        if (answered is "close")
            return;

        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET /essays/maps HTTP/1.0\r\n{RawRequest.Cookie(visitor)}\r\n"));
        using var reader = new StreamReader(stream);
        Assert.Contains(Shop.Paid, await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private Task<RawAnswer> SendAsync(string line, string headers = "")
    {
        var host = line.EndsWith("1.0", StringComparison.Ordinal) ? "" : $"Host: {_shop.BaseAddress.Authority}\r\n";
        var length = line.StartsWith("P", StringComparison.OrdinalIgnoreCase) ? "Content-Length: 0\r\n" : "";
        return RawRequest.SendAsync(_shop, $"{line}\r\n{host}{headers}{length}{RawRequest.Navigate}Connection: close\r\n\r\n");
    }
}
