using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Taler.Paywall.FunctionalTests;

/// <summary>An application that would give away what it sells does not start, and its server never listens.</summary>
public sealed class RefusedStartTests
{
    private static readonly Uri Backend = new("http://127.0.0.1:9966/instances/sandbox/");

    private static readonly Action<IApplicationBuilder> Paywall = app => app.UseTalerPaywall();

    private readonly Sockets _sockets = new();

    [Fact]
    public async Task Resources_without_the_middleware_stop_the_start_because_they_would_be_free() =>
        Assert.Contains("app.UseTalerPaywall()", await RefusedAsync(_ => { }), StringComparison.Ordinal);

    [Fact]
    public async Task Endpoints_of_one_name_and_two_prices_stop_the_start()
    {
        var refusal = await RefusedAsync(app =>
        {
            app.UseTalerPaywall();
            app.MapGet("/book", () => "").RequireTalerPayment("KUDOS:1");
            app.MapPost("/book", () => "").RequireTalerPayment("KUDOS:10");
        });

        Assert.Contains("One name is one offer", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_offer_of_an_endpoint_stops_the_start()
    {
        var refusal = await RefusedAsync(app =>
        {
            app.UseTalerPaywall();
            app.MapGet("/book/{id}", () => "").RequireTalerPayment("KUDOS:1", "Book {title}");
        });

        Assert.Contains("title", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KUDOS:1", true)]
    [InlineData("KUDOS:10", false)]
    public async Task A_host_with_a_pipeline_of_the_old_kind_is_held_to_the_same(string price, bool isRight)
    {
        using var host = Host(price);

        var refusal = await Record.ExceptionAsync(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(isRight, refusal is null);
        Assert.Equal(isRight, _sockets.AreOpen);
    }

    [Fact]
    public async Task A_host_that_captures_errors_of_its_start_answers_with_nothing_else()
    {
        using var host = Host("KUDOS:10", web => web.CaptureStartupErrors(true));
        await host.StartAsync(TestContext.Current.CancellationToken);
        using var browser = new Browser(new Uri(host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()));

        foreach (var path in (string[])["/book", "/free"])
        {
            using var response = await browser.OpenAsync(path);
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_paywall_that_a_startup_filter_uses_is_used(bool last)
    {
        await using var shop = await Shop.OpenAsync(
            Shop.Settings(Backend),
            builder =>
            {
                builder.Services.AddSingleton<IConnectionListenerFactory>(_sockets);
                builder.Services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter>(new Filter(next => last ? next + Paywall : Paywall + next)));
            },
            _ => { });

        Assert.True(_sockets.AreOpen);
    }

    private async Task<string> RefusedAsync(Action<WebApplication> build)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Shop.OpenAsync(
            Shop.Settings(Backend), builder => builder.Services.AddSingleton<IConnectionListenerFactory>(_sockets), build));

        Assert.False(_sockets.AreOpen);
        Assert.StartsWith("The paywall cannot hold:" + Environment.NewLine + "  - ", refusal.Message, StringComparison.Ordinal);
        return refusal.Message;
    }

    /// <summary>A host that is no <see cref="WebApplication"/>, and sells a book under one name by two methods, one of them for KUDOS:1.</summary>
    private IHost Host(string price, Action<IWebHostBuilder>? configure = null) => new HostBuilder()
        .ConfigureWebHost(web =>
        {
            web
                .UseKestrel()
                .UseUrls("http://127.0.0.1:0")
                .ConfigureAppConfiguration(configuration => configuration.AddInMemoryCollection(Shop.SettingsWithoutResources(Backend)))
                .ConfigureServices((context, services) => services
                    .AddSingleton<IConnectionListenerFactory>(_sockets)
                    .AddTalerPaywall(context.Configuration.GetSection("TalerPaywall")))
                .Configure(app => app.UseRouting().UseTalerPaywall().UseEndpoints(endpoints =>
                {
                    endpoints.MapGet("/book", () => "").RequireTalerPayment("KUDOS:1");
                    endpoints.MapPost("/book", () => "").RequireTalerPayment(price);
                    endpoints.MapGet("/free", () => "");
                }));
            configure?.Invoke(web);
        })
        .Build();

    /// <summary>The sockets of a Kestrel.</summary>
    private sealed class Sockets : IConnectionListenerFactory
    {
        private readonly SocketTransportFactory _inner = new(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);

        public bool AreOpen { get; private set; }

        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        {
            AreOpen = true;
            return _inner.BindAsync(endpoint, cancellationToken);
        }
    }

    private sealed class Filter(Func<Action<IApplicationBuilder>, Action<IApplicationBuilder>> change) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => change(next);
    }
}
