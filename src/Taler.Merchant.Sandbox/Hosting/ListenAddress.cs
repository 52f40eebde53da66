using System.Net;
using System.Net.Sockets;

namespace Taler.Merchant.Sandbox.Hosting;

/// <summary>A socket that listens already, so that its port is known and taken before a server uses it.</summary>
internal sealed class ListenAddress : IDisposable
{
    private const string AnotherUrl = "--urls http://127.0.0.1:0 for any free port";

    private readonly Socket _socket;

    private ListenAddress(Socket socket, string? name)
    {
        _socket = socket;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
        Url = UrlOf(name ?? HostOf(EndPoint.Address));
        LocalUrl = EndPoint.Address.Equals(IPAddress.Any) ? UrlOf("127.0.0.1")
            : EndPoint.Address.Equals(IPAddress.IPv6Any) ? UrlOf("[::1]")
            : Url;
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>The address as it was given, with the port that it got.</summary>
    public Uri Url { get; }

    /// <summary>The address as a client on this machine uses it.</summary>
    public Uri LocalUrl { get; }

    /// <summary>A port for a sandbox inside an application.</summary>
    /// <exception cref="SandboxStartException">The port cannot be had.</exception>
    public static ListenAddress Loopback(int port) =>
        Bind(new IPEndPoint(IPAddress.Loopback, port), name: null, "AddTalerSandbox(options => options.Port = 0) for any free port");

    /// <summary>Reads addresses of the program as <c>--urls</c> gives them, separated by semicolons.</summary>
    /// <exception cref="SandboxStartException">One is no address, or may not or cannot be had.</exception>
    public static IReadOnlyList<ListenAddress> FromUrls(string urls, bool allowRemote)
    {
        var addresses = new List<ListenAddress>();
        try
        {
            foreach (var url in urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                addresses.Add(FromUrl(url, allowRemote));
        }
        catch (SandboxStartException)
        {
            addresses.ForEach(address => address.Dispose());
            throw;
        }
        return addresses.Count > 0 ? addresses : throw NotAnAddress(urls);
    }

    /// <summary>Hands the socket over; the taker disposes it.</summary>
    public Socket TakeSocket() => _socket;

    public void Dispose() => _socket.Dispose();

    private static ListenAddress FromUrl(string url, bool allowRemote)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.AbsolutePath != "/")
            throw NotAnAddress(url);
        if (uri.Host == "localhost")
            return Bind(new IPEndPoint(IPAddress.Loopback, uri.Port), uri.Host, AnotherUrl);
        if (!IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip))
            throw NotAnAddress(url);
        if (!allowRemote && !IPAddress.IsLoopback(ip))
        {
            throw new SandboxStartException(
                $"Other machines can reach {url}, and the sandbox lets everybody use its wallets: write --urls http://127.0.0.1:{uri.Port}, or add --Sandbox:AllowRemote true if this is meant.");
        }
        return Bind(new IPEndPoint(ip, uri.Port), name: null, AnotherUrl);
    }

    private static ListenAddress Bind(IPEndPoint endPoint, string? name, string another)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            socket.Listen();
            return new ListenAddress(socket, name);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new SandboxStartException(exception.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? $"Port {endPoint.Port} of {endPoint.Address} is taken: stop the program that uses it, or write {another}."
                : $"The sandbox cannot listen at {endPoint} ({exception.SocketErrorCode}): write {another}.");
        }
    }

    private Uri UrlOf(string host) => new UriBuilder(Uri.UriSchemeHttp, host, EndPoint.Port).Uri;

    private static string HostOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();

    private static SandboxStartException NotAnAddress(string url) =>
        new($"\"{url}\" is no address to listen at: write http, an IP address or localhost, and a port, for example --urls http://127.0.0.1:9966.");
}

/// <summary>The sandbox cannot start. The message is one sentence that names the way out.</summary>
internal sealed class SandboxStartException(string message) : InvalidOperationException(message);
