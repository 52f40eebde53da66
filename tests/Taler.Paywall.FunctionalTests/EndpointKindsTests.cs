using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.FunctionalTests;

/// <summary>Whatever an endpoint is made of, and however a request comes to it, it is sold.</summary>
public sealed class EndpointKindsTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Book = "/kinds/book";

    [Fact]
    public Task An_action_with_the_attribute_is_sold() =>
        ExpectSoldAsync("/kinds/action", app => app.MapControllers());

    [Fact]
    public Task A_controller_with_the_attribute_is_sold() =>
        ExpectSoldAsync("/sold", app => app.MapControllers());

    [Fact]
    public Task Controllers_are_sold_by_the_fluent_form() =>
        ExpectSoldAsync("/kinds/free", app => app.MapControllers().RequireTalerPayment("KUDOS:3"));

    [Fact]
    public async Task An_action_beside_a_sold_one_is_free()
    {
        await using var shop = await OpenAsync(app => app.MapControllers());
        using var visitor = new Visitor(shop, sandbox.Control);

        Assert.Equal(Shop.Paid, await visitor.ReadAsync("/kinds/free"));
    }

    [Fact]
    public Task A_conventional_route_is_sold() =>
        ExpectSoldAsync("/conventional/sold", app => app.MapControllerRoute("default", "{controller}/{action}"));

    [Fact]
    public Task A_fallback_is_sold() =>
        ExpectSoldAsync("/anything", app => app.MapFallback(() => Shop.Paid).RequireTalerPayment("KUDOS:3"));

    [Fact]
    public Task A_fallback_to_an_action_with_the_attribute_is_sold() =>
        ExpectSoldAsync("/anything", app => app.MapFallbackToController("Sold", "Conventional"));

    [Fact]
    public Task An_endpoint_in_a_branch_is_sold() =>
        ExpectSoldAsync(Book, app => app.MapWhen(_ => true, branch =>
        {
            branch.UseRouting();
            branch.UseEndpoints(endpoints => endpoints.MapGet(Book, () => Shop.Paid).RequireTalerPayment("KUDOS:3"));
        }));

    [Fact]
    public async Task A_page_that_stands_in_for_an_error_is_sold_as_well()
    {
        await using var shop = await OpenAsync(app =>
        {
            app.UseStatusCodePagesWithReExecute(Book);
            app.UseTalerPaywall();
            app.UseRouting();
            app.MapGet(Book, () => Shop.Paid).RequireTalerPayment("KUDOS:3");
        });
        using var visitor = new Visitor(shop, sandbox.Control);

        using var response = await visitor.Browser.OpenAsync("/missing");

        Assert.DoesNotContain(Shop.Paid, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    [Fact]
    public async Task A_method_in_a_header_does_not_open_a_sold_endpoint()
    {
        await using var shop = await OpenAsync(app =>
        {
            app.UseTalerPaywall();
            app.UseHttpMethodOverride();
            app.UseRouting();
            app.MapPost(Book, () => "free");
            app.MapGet(Book, () => Shop.Paid).RequireTalerPayment("KUDOS:3");
        });
        using var visitor = new Visitor(shop, sandbox.Control);

        using var response = await visitor.Browser.SendAsync(HttpMethod.Post, Book, request => request.Headers.Add("X-HTTP-Method-Override", "GET"));

        Assert.DoesNotContain(Shop.Paid, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(response.StatusCode is HttpStatusCode.Found or HttpStatusCode.PaymentRequired, response.StatusCode.ToString());
    }

    [Theory]
    [InlineData("/hub/negotiate?negotiateVersion=1", false)]
    [InlineData("/hub?id=none", true)]
    public async Task A_hub_is_closed_to_those_who_did_not_pay(string path, bool upgrade)
    {
        await using var shop = await OpenAsync(app => app.MapHub<NewsHub>("/hub").RequireTalerPayment("KUDOS:3"));
        using var visitor = new Visitor(shop, sandbox.Control);

        using var response = upgrade
            ? await UpgradeAsync(visitor.Browser, path)
            : await visitor.Browser.SendAsync(HttpMethod.Post, path);

        Assert.Equal(HttpStatusCode.PaymentRequired, response.StatusCode);
    }

    [Fact]
    public async Task A_hub_negotiates_with_those_who_paid()
    {
        await using var shop = await OpenAsync(app => app.MapHub<NewsHub>("/hub").RequireTalerPayment("KUDOS:3"));
        using var visitor = new Visitor(shop, sandbox.Control);
        const string Negotiate = "/hub/negotiate?negotiateVersion=1";
        using var refused = await visitor.Browser.SendAsync(HttpMethod.Post, Negotiate);
        await sandbox.Control.PayAsync(visitor.Wallet, (await Problem.ReadAsync(refused)).TalerPayUri!);

        using var response = await visitor.Browser.SendAsync(HttpMethod.Post, Negotiate);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("connectionToken", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_socket_is_refused_before_the_upgrade_and_opens_after_the_payment()
    {
        await using var shop = await OpenAsync(app =>
        {
            app.UseWebSockets();
            app.MapGet("/socket", async context =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, Shop.Paid, context.RequestAborted);
            }).RequireTalerPayment("KUDOS:3");
        });
        using var visitor = new Visitor(shop, sandbox.Control);

        using (var refused = await UpgradeAsync(visitor.Browser, "/socket"))
            Assert.Equal(HttpStatusCode.PaymentRequired, refused.StatusCode);
        await visitor.BuyAsync("/socket");
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", ".Taler.Paywall=" + visitor.Browser.PaywallCookie);
        await socket.ConnectAsync(new UriBuilder(shop.BaseAddress) { Scheme = "ws", Path = "/socket" }.Uri, TestContext.Current.CancellationToken);
        var message = await socket.ReceiveAsync(new ArraySegment<byte>(new byte[16]), TestContext.Current.CancellationToken);

        Assert.Equal(WebSocketMessageType.Close, message.MessageType);
        Assert.Equal(Shop.Paid, socket.CloseStatusDescription);
    }

    [Fact]
    public async Task Events_reach_the_buyer_while_the_handler_still_runs()
    {
        var goOn = new TaskCompletionSource();
        await using var shop = await OpenAsync(app => app.MapGet("/events", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: first\n\n");
            await context.Response.Body.FlushAsync();
            await goOn.Task;
            await context.Response.WriteAsync("data: last\n\n");
        }).RequireTalerPayment("KUDOS:3"));
        using var visitor = new Visitor(shop, sandbox.Control);
        await visitor.BuyAsync("/events");
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = shop.BaseAddress };
        http.DefaultRequestHeaders.Add("Cookie", ".Taler.Paywall=" + visitor.Browser.PaywallCookie);

        using var reader = new StreamReader(await http.GetStreamAsync("/events"));

        Assert.Equal("data: first", await reader.ReadLineAsync());
        goOn.SetResult();
        Assert.Equal("\ndata: last\n\n", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Over_http_2_it_is_the_same()
    {
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(sandbox.BaseUrl),
            builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2)));
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = shop.BaseAddress,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var refused = await http.GetAsync("/essays/maps");
        await sandbox.Control.PayAsync("wallet-of-http-2", await Visitor.PayUriAsync(refused));

        Assert.Equal(Shop.Paid + "maps KUDOS:0.5", await http.GetStringAsync("/essays/maps"));
    }

    [Fact]
    public async Task A_static_file_under_a_pattern_is_sold_and_served_in_parts()
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "files", "essays", "maps"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "book.txt"), Shop.Paid);
        await using var shop = await Shop.OpenAsync(Shop.Settings(sandbox.BaseUrl), build: app =>
        {
            app.UseTalerPaywall();
            app.UseStaticFiles(new StaticFileOptions
            {
                FileProvider = new Microsoft.Extensions.FileProviders.PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "files")),
            });
        });
        using var visitor = new Visitor(shop, sandbox.Control);
        const string Page = "/essays/maps/book.txt";

        using (var refused = await PartAsync(visitor.Browser, Page))
            Assert.Equal(HttpStatusCode.Found, refused.StatusCode);
        await visitor.BuyAsync(Page);
        using var part = await PartAsync(visitor.Browser, Page);

        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(Shop.Paid[5..9], await part.Content.ReadAsStringAsync());
        Assert.True(part.Headers.CacheControl!.Private);
        Assert.Equal(Shop.Paid, await visitor.ReadAsync(Page));
    }

    private static Task<HttpResponseMessage> PartAsync(Browser browser, string path) =>
        browser.SendAsync(HttpMethod.Get, path, request => request.Headers.Range = new System.Net.Http.Headers.RangeHeaderValue(5, 8));

    private static Task<HttpResponseMessage> UpgradeAsync(Browser browser, string path) => browser.SendAsync(HttpMethod.Get, path, request =>
    {
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        request.Headers.Add("Sec-Fetch-Mode", "websocket");
    });

    private async Task ExpectSoldAsync(string path, Action<WebApplication> build)
    {
        await using var shop = await OpenAsync(build);
        using var visitor = new Visitor(shop, sandbox.Control);

        await visitor.ExpectAsync(HttpStatusCode.Found, path);
        Assert.Equal("paid", (await visitor.BuyAsync(path)).Outcome);

        Assert.Equal(Shop.Paid, await visitor.ReadAsync(path));
    }

    private Task<Shop> OpenAsync(Action<WebApplication> build) => Shop.OpenAsync(
        Shop.SettingsWithoutResources(sandbox.BaseUrl),
        builder =>
        {
            builder.Services.AddControllers().AddApplicationPart(typeof(EndpointKindsTests).Assembly);
            builder.Services.AddSignalR();
        },
        build);
}

public sealed class KindsController : ControllerBase
{
    [HttpGet("/kinds/action")]
    [RequireTalerPayment("KUDOS:3", "An action")]
    public IActionResult Action() => Content(Shop.Paid);

    [HttpGet("/kinds/free")]
    public IActionResult Free() => Content(Shop.Paid);
}

[RequireTalerPayment("KUDOS:3", "A controller")]
public sealed class SoldController : ControllerBase
{
    [HttpGet("/sold")]
    public IActionResult Get() => Content(Shop.Paid);
}

public sealed class ConventionalController : ControllerBase
{
    [RequireTalerPayment("KUDOS:3", "An action")]
    public IActionResult Sold() => Content(Shop.Paid);

    public IActionResult Free() => Content(Shop.Paid);
}

public sealed class NewsHub : Hub;
