using System.Net.Security;
using System.Net.Sockets;

namespace Taler.Paywall.Testing.Wire;

/// <summary>A server to connect to.</summary>
/// <param name="Uri">Scheme, host and port; nothing else of it is used.</param>
/// <param name="TrustsAnyCertificate">Whether a certificate that nobody vouches for is taken.</param>
internal sealed record ServerAddress(Uri Uri, bool TrustsAnyCertificate)
{
    /// <summary>Host and port as they stand in a host header.</summary>
    public string Authority => Uri.Authority;

    /// <summary>Opens a connection on which the server speaks the protocol, or knows by prior agreement that the client will.</summary>
    /// <exception cref="IOException">Nobody answers there, or not in this protocol.</exception>
    public async Task<Stream> ConnectAsync(SslApplicationProtocol protocol, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(Uri.IdnHost, Uri.Port, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return Uri.Scheme == Uri.UriSchemeHttps ? await EncryptAsync(stream, protocol, cancellationToken) : stream;
        }
        catch (Exception error)
        {
            socket.Dispose();
            if (error is SocketException or System.Security.Authentication.AuthenticationException)
                throw new IOException($"There is no connection to {Uri.GetLeftPart(UriPartial.Authority)}: {error.Message}", error);
            throw;
        }
    }

    private async Task<Stream> EncryptAsync(NetworkStream stream, SslApplicationProtocol protocol, CancellationToken cancellationToken)
    {
        var encrypted = new SslStream(stream);
        await encrypted.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = Uri.IdnHost,
                ApplicationProtocols = [protocol],
                RemoteCertificateValidationCallback = (_, _, _, errors) => TrustsAnyCertificate || errors is SslPolicyErrors.None,
            },
            cancellationToken);
        if (protocol == SslApplicationProtocol.Http2 && encrypted.NegotiatedApplicationProtocol != protocol)
            throw new IOException("The server does not speak HTTP/2.");
        return encrypted;
    }
}
