using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Taler.Paywall.Testing.Running;

/// <summary>The application of a factory on real sockets: the test server in memory is none, and hides what happens on the wire.</summary>
internal static class FactoryServer
{
    private const string WayOut =
        "The application of this WebApplicationFactory already runs in memory, and the audit needs real sockets. " +
        "Give the audit a factory of its own, or call factory.UseKestrel() before anything that starts it: CreateClient(), Server, Services.";

    /// <summary>Starts the application, or takes it as it runs.</summary>
    /// <returns>Where it listens.</returns>
    /// <exception cref="InvalidOperationException">It runs on the test server.</exception>
    public static IReadOnlyList<Uri> Start<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory)
        where TEntryPoint : class
    {
        try
        {
            factory.UseKestrel(Listen);
        }
        catch (InvalidOperationException)
        {
            // It is running already, perhaps on Kestrel.
        }
        factory.StartServer();
        var addresses = factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
        if (addresses is null or { Count: 0 })
            throw new InvalidOperationException(WayOut);
        return [.. addresses.Select(address => new Uri(address))];
    }

    private static void Listen(KestrelServerOptions kestrel)
    {
        kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
    }
}
