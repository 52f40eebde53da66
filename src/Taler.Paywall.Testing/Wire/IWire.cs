using Taler.Paywall.Testing.Corpus;

namespace Taler.Paywall.Testing.Wire;

/// <summary>One connection to a server, opened when it is needed and again when it breaks. It carries one request at a time.</summary>
internal interface IWire : IAsyncDisposable
{
    /// <summary>Sends the request byte for byte. A server that closes the connection without a word has answered with nothing.</summary>
    /// <exception cref="IOException">No connection can be opened.</exception>
    Task<Answer> SendAsync(AuditCase request, CancellationToken cancellationToken);
}
