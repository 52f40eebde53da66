using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Taler.Paywall.FunctionalTests.Protocols;

/// <summary>What a handler sends bit by bit arrives bit by bit, over HTTP/1.1 and HTTP/2.</summary>
public sealed class StreamingTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task The_first_event_reaches_the_buyer_before_the_second_is_made(string version)
    {
        var goOn = new TaskCompletionSource();
        await using var shop = await OpenAsync(version, async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: first\n\n");
            await context.Response.Body.FlushAsync();
            await goOn.Task;
            await context.Response.WriteAsync("data: last\n\n");
        });
        using var http = await BuyAsync(shop, version);

        using var reader = new StreamReader(await http.GetStreamAsync("/essays/maps"));

        Assert.Equal("data: first", await reader.ReadLineAsync());
        goOn.SetResult();
        Assert.Equal("\ndata: last\n\n", await reader.ReadToEndAsync());
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Headers_reach_the_buyer_before_the_body_is_made(string version)
    {
        var goOn = new TaskCompletionSource();
        await using var shop = await OpenAsync(version, async context =>
        {
            await context.Response.StartAsync();
            await context.Response.Body.FlushAsync();
            await goOn.Task;
            await context.Response.WriteAsync(Shop.Paid);
        });
        using var http = await BuyAsync(shop, version);

        using var response = await http.GetAsync("/essays/maps", HttpCompletionOption.ResponseHeadersRead);

        Assert.True(response.Headers.CacheControl!.Private);
        goOn.SetResult();
        Assert.Equal(Shop.Paid, await response.Content.ReadAsStringAsync());
    }

    private Task<Shop> OpenAsync(string version, RequestDelegate handler) => Shop.OpenAsync(
        Shop.Settings(sandbox.BaseUrl),
        builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(
            endpoint => endpoint.Protocols = version is "2.0" ? HttpProtocols.Http2 : HttpProtocols.Http1)),
        app =>
        {
            app.UseTalerPaywall();
            app.MapGet("/essays/{slug}", handler);
        });

    /// <summary>A client that has paid.</summary>
    private async Task<HttpClient> BuyAsync(Shop shop, string version)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = shop.BaseAddress,
            DefaultRequestVersion = new Version(version),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var unpaid = await http.GetAsync("/essays/maps");
        Assert.Equal(new Version(version), unpaid.Version);
        var reply = await sandbox.Control.PayAsync("wallet-" + Guid.NewGuid(), await Visitor.PayUriAsync(unpaid));
        Assert.Equal("paid", reply.Outcome);
        return http;
    }
}
