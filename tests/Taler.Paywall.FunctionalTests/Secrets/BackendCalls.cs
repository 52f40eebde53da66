using Taler.Merchant;

namespace Taler.Paywall.FunctionalTests.Secrets;

/// <summary>Reads the secrets off what the backend is asked: access tokens, fetched ones too, credentials, and every session-ID.</summary>
internal sealed class BackendCalls(SecretBook book) : DelegatingHandler
{
    private const string SessionFolder = "sessions/";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        book.Add("credentials", request.Headers.Authorization?.Parameter);
        book.Add("session-ID", AddressSecrets.InQuery(request.RequestUri, "session_id"));
        var path = request.RequestUri!.AbsolutePath;
        if (path.LastIndexOf(SessionFolder, StringComparison.Ordinal) is var start and >= 0 && SessionId.TryParse(path[(start + SessionFolder.Length)..], out var session))
            book.Add("session-ID", session.Value);
        return base.SendAsync(request, cancellationToken);
    }
}
