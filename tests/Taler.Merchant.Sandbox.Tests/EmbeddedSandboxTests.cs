using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Taler.TestKit;

namespace Taler.Merchant.Sandbox.Tests;

/// <summary>The sandbox inside an application.</summary>
public sealed class EmbeddedSandboxTests
{
    [Fact]
    public async Task An_application_gets_a_backend_of_another_origin_with_one_line()
    {
        using var log = new LogProbe();
        var builder = Application("Development", log);
        var sandbox = builder.Services.AddTalerSandbox();
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = sandbox.BaseUrl };

        var config = await http.GetStringAsync("config", TestContext.Current.CancellationToken);

        Assert.Contains("taler-merchant", config, StringComparison.Ordinal);
        Assert.True(sandbox.BaseUrl.IsLoopback);
        Assert.NotEqual(new Uri(app.Urls.First()).Port, sandbox.BaseUrl.Port);
        Assert.Contains(log.Lines, line => line.Message.Contains("no money moves", StringComparison.Ordinal));
        Assert.Same(sandbox, app.Services.GetRequiredService<TalerSandbox>());
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_merchant_client_is_pointed_at_it_unless_it_has_an_address()
    {
        var builder = Application("Development");
        var sandbox = builder.Services.AddTalerSandbox();
        await using var pointed = builder.Build();
        builder = Application("Development");
        builder.Services.AddTalerSandbox();
        builder.Services.Configure<TalerMerchantOptions>(options => options.BaseUrl = "https://backend.example/");
        await using var configured = builder.Build();

        var byDefault = pointed.Services.GetRequiredService<IOptions<TalerMerchantOptions>>().Value;
        var own = configured.Services.GetRequiredService<IOptions<TalerMerchantOptions>>().Value;

        Assert.Equal((sandbox.BaseUrl.AbsoluteUri, sandbox.AccessToken), (byDefault.BaseUrl, byDefault.AccessToken));
        Assert.Equal(("https://backend.example/", null), (own.BaseUrl, own.AccessToken));
    }

    [Fact]
    public async Task Its_port_is_free_again_when_the_application_has_stopped()
    {
        var builder = Application("Development");
        var sandbox = builder.Services.AddTalerSandbox();
        await using (var app = builder.Build())
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, sandbox.BaseUrl.Port));
        socket.Listen();
    }

    [Fact]
    public async Task Production_is_refused_when_the_application_starts()
    {
        var builder = Application("Production");
        builder.Services.AddTalerSandbox();
        await using var app = builder.Build();

        var refusal = await Assert.ThrowsAnyAsync<InvalidOperationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("moves no money", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("AddTalerSandbox(options => options.AllowProduction = true)", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_is_allowed_to_who_asks_for_it()
    {
        var builder = Application("Production");
        builder.Services.AddTalerSandbox(options => options.AllowProduction = true);
        await using var app = builder.Build();

        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_taken_port_is_told_at_registration()
    {
        var first = new ServiceCollection().AddTalerSandbox();

        var refusal = Assert.ThrowsAny<InvalidOperationException>(() => new ServiceCollection().AddTalerSandbox(options => options.Port = first.BaseUrl.Port));

        Assert.Contains("is taken", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("AddTalerSandbox(options => options.Port = 0)", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_option_is_told_at_registration()
    {
        AssertWrong("Currency is \"K1\"", options => options.Currency = "K1");
        AssertWrong("PayDelay is \"00:00:00\"", options => options.PayDelay = TimeSpan.Zero);
        AssertWrong("RefundDelay is \"-00:00:01\"", options => options.RefundDelay = TimeSpan.FromSeconds(-1));
        AssertWrong("MaxOrders is \"0\"", options => options.MaxOrders = 0);
        AssertWrong("Port is \"65536\"", options => options.Port = 65536);
        AssertWrong("AccessToken must begin", options => options.AccessToken = "sandbox");
        AssertWrong("PublicBaseUrl is \"pay.example\"", options => options.PublicBaseUrl = "pay.example");

        static void AssertWrong(string part, Action<TalerSandboxOptions> configure) => Assert.StartsWith(
            "TalerSandboxOptions." + part,
            Assert.ThrowsAny<InvalidOperationException>(() => new ServiceCollection().AddTalerSandbox(configure)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_of_the_application_holds_no_session_and_no_token()
    {
        using var log = new LogProbe();
        var builder = Application("Development", log);
        var sandbox = builder.Services.AddTalerSandbox();
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = sandbox.BaseUrl };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + sandbox.AccessToken);

        using var answer = await http.GetAsync("private/orders/O1?session_id=TOPSECRET", TestContext.Current.CancellationToken);
        await app.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.ToString().Contains("TOPSECRET", StringComparison.Ordinal) || line.ToString().Contains(sandbox.AccessToken, StringComparison.Ordinal));
    }

    private static WebApplicationBuilder Application(string environment, LogProbe? log = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace));
        if (log is not null)
            builder.Services.AddSingleton<ILoggerProvider>(log);
        return builder;
    }
}
