using System.Net;
using System.Net.Sockets;

namespace Taler.Merchant.Sandbox.Hosting;

/// <summary>A socket that listens already, so that its port is known and taken before a server uses it.</summary>
internal sealed class ListenAddress : IDisposable
{
    private readonly Socket _socket;

    private ListenAddress(Socket socket, string host)
    {
        _socket = socket;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
        Url = new UriBuilder(Uri.UriSchemeHttp, host, EndPoint.Port).Uri;
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>The address as a client on this machine uses it.</summary>
    public Uri Url { get; }

    /// <exception cref="SandboxStartException">The port cannot be had.</exception>
    public static ListenAddress Loopback(int port) => Bind(new IPEndPoint(IPAddress.Loopback, port), "127.0.0.1");

    /// <summary>Reads addresses as <c>--urls</c> gives them, separated by semicolons.</summary>
    /// <exception cref="SandboxStartException">One is no address, or its port cannot be had.</exception>
    public static IReadOnlyList<ListenAddress> FromUrls(string urls)
    {
        var addresses = new List<ListenAddress>();
        try
        {
            foreach (var url in urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                addresses.Add(FromUrl(url));
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

    private static ListenAddress FromUrl(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.AbsolutePath != "/")
            throw NotAnAddress(url);
        if (uri.Host == "localhost")
            return Bind(new IPEndPoint(IPAddress.Loopback, uri.Port), uri.Host);
        if (!IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip))
            throw NotAnAddress(url);
        var host = ip.Equals(IPAddress.Any) ? "127.0.0.1" : ip.Equals(IPAddress.IPv6Any) ? "[::1]" : uri.Host;
        return Bind(new IPEndPoint(ip, uri.Port), host);
    }

    private static ListenAddress Bind(IPEndPoint endPoint, string host)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            socket.Listen();
            return new ListenAddress(socket, host);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new SandboxStartException(exception.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? $"Port {endPoint.Port} of {endPoint.Address} is taken: stop the program that uses it, or choose another port (0 for any free one), for example --urls http://127.0.0.1:0."
                : $"The sandbox cannot listen at {endPoint} ({exception.SocketErrorCode}): choose another address, for example --urls http://127.0.0.1:9966.");
        }
    }

    private static SandboxStartException NotAnAddress(string url) =>
        new($"\"{url}\" is no address to listen at: write http, an IP address or localhost, and a port, for example --urls http://127.0.0.1:9966.");
}

/// <summary>The sandbox cannot start. The message is one sentence that names the way out.</summary>
internal sealed class SandboxStartException(string message) : InvalidOperationException(message);
