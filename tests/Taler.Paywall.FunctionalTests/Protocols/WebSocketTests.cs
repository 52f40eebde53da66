using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Taler.Paywall.FunctionalTests.Protocols;

/// <summary>A WebSocket is refused before the upgrade and opens after the payment, over HTTP/1.1 and as CONNECT over HTTP/2.</summary>
public sealed class WebSocketTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("1.1", "/essays/maps/live")]
    [InlineData("1.1", "/book/live")]
    [InlineData("2.0", "/essays/maps/live")]
    [InlineData("2.0", "/book/live")]
    public async Task It_opens_for_those_who_paid(string version, string path)
    {
        await using var shop = await OpenAsync(version);
        using var http = Client(shop, version);

        using (var unpaid = NewSocket(version))
        {
            await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(unpaid, shop, path, http));
            Assert.Equal(HttpStatusCode.PaymentRequired, unpaid.HttpStatusCode);
        }

        using var page = await http.GetAsync(path);
        await sandbox.Control.PayAsync("wallet-" + Guid.NewGuid(), await Visitor.PayUriAsync(page));
        using var paid = NewSocket(version);
        paid.Options.SetRequestHeader("Cookie", page.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        await ConnectAsync(paid, shop, path, http);
        var message = await paid.ReceiveAsync(new ArraySegment<byte>(new byte[16]), TestContext.Current.CancellationToken);

        Assert.Equal(WebSocketMessageType.Close, message.MessageType);
        Assert.Equal(Shop.Paid, paid.CloseStatusDescription);
    }

    private static Task ConnectAsync(ClientWebSocket socket, Shop shop, string path, HttpMessageInvoker http) =>
        socket.ConnectAsync(new UriBuilder(shop.BaseAddress) { Scheme = "ws", Path = path }.Uri, http, TestContext.Current.CancellationToken);

    private static ClientWebSocket NewSocket(string version)
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = new Version(version);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.CollectHttpResponseDetails = true;
        return socket;
    }

    private static HttpClient Client(Shop shop, string version) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = shop.BaseAddress,
        DefaultRequestVersion = new Version(version),
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private Task<Shop> OpenAsync(string version) => Shop.OpenAsync(
        Shop.Settings(sandbox.BaseUrl),
        builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(
            endpoint => endpoint.Protocols = version is "2.0" ? HttpProtocols.Http2 : HttpProtocols.Http1)),
        app =>
        {
            app.UseWebSockets();
            app.UseTalerPaywall();
            app.Map("/essays/{slug}/live", LiveAsync);
            app.Map("/book/live", LiveAsync).RequireTalerPayment("KUDOS:3");
        });

    private static async Task LiveAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, Shop.Paid, context.RequestAborted);
    }
}
