using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Running;
using Taler.Paywall.Testing.Wire;

namespace Taler.Paywall.Testing.Tests.Site;

/// <summary>An application on two ports of its own, one for each protocol.</summary>
internal sealed class Listening : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Listening(WebApplication app) => _app = app;

    public IReadOnlyList<Uri> Addresses => [.. _app.Urls.Select(url => new Uri(url))];

    public Uri Http1 => Addresses[0];

    public IServiceProvider Services => _app.Services;

    public static async Task<Listening> StartAsync(Action<WebApplicationBuilder> configure, Action<WebApplication> build, string? files = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development", WebRootPath = files });
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        configure(builder);
        var app = builder.Build();
        build(app);
        await app.StartAsync();
        return new Listening(app);
    }

    /// <summary>Audits the application over both protocols.</summary>
    public Task<PaywallAuditReport> AuditAsync(Action<PaywallAuditOptions> configure) =>
        PaywallAudit.RunAsync(PaywallAuditOptions.From(configure), Addresses, uncovered: [], TestContext.Current.CancellationToken);

    /// <summary>The way in for a protocol.</summary>
    public Door Door(Wires kind, TimeSpan time) =>
        new(new ServerAddress(Addresses[kind is Wires.Http1 ? 0 : 1], TrustsAnyCertificate: false), kind, new Limits(time));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
