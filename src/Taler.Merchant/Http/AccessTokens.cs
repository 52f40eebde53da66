using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Taler.Merchant.Wire;

namespace Taler.Merchant.Http;

/// <summary>Our right to call <c>private/…</c>, and when to have a new one.</summary>
internal sealed class AccessToken(string value, DateTimeOffset renewAt)
{
    public DateTimeOffset RenewAt => renewAt;

    public AuthenticationHeaderValue ToHeader() => new("Bearer", value);
}

/// <summary>The fixed access token, or tokens fetched with the instance's password.</summary>
internal sealed class AccessTokens(TalerMerchantOptions options, MerchantTries tries, Failures failures, Uri baseUrl, TimeProvider clock)
{
    private static readonly TimeSpan RenewBeforeEnd = TimeSpan.FromMinutes(5);

    // The least that orders and refunds need, and what backends before v19 understand instead.
    private static readonly string[] Scopes = ["order-mgmt", "write"];

    private readonly Lock _gate = new();
    private readonly AccessToken? _fixed = string.IsNullOrEmpty(options.AccessToken) ? null : new AccessToken(options.AccessToken, DateTimeOffset.MaxValue);
    private readonly PasswordForm[] _forms = options.Password is { } password ? PasswordForm.Of(password, baseUrl) : [];
    private AccessToken? _fetched;
    private Task<AccessToken>? _fetch;
    private int _form;
    private int _scope;

    /// <summary>The token to use now. Callers who come while one is being fetched share the fetch; leaving does not end it for the others.</summary>
    public async ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken)
    {
        if (_fixed is not null)
            return _fixed;
        Task<AccessToken> fetch;
        lock (_gate)
        {
            if (_fetched is not null && clock.GetUtcNow() < _fetched.RenewAt)
                return _fetched;
            fetch = _fetch ??= Task.Run(FetchAndKeepAsync, CancellationToken.None);
        }
        return await fetch.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets a token that the backend refused.</summary>
    /// <returns>False if there is no other to be had.</returns>
    public bool TryDiscard(AccessToken refused)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_fetched, refused))
                _fetched = null;
        }
        return _fixed is null;
    }

    private async Task<AccessToken> FetchAndKeepAsync()
    {
        AccessToken? token = null;
        try
        {
            token = await FetchAsync().ConfigureAwait(false);
            return token;
        }
        finally
        {
            lock (_gate)
            {
                _fetched = token;
                _fetch = null;
            }
        }
    }

    private async Task<AccessToken> FetchAsync()
    {
        using var limit = new CancellationTokenSource(options.Timeout, clock);
        var started = clock.GetTimestamp();
        while (true)
        {
            var call = TokenCall(Scopes[_scope]);
            var answer = await tries.SendAsync(call, _forms[_form].Header, started, limit.Token).ConfigureAwait(false);
            if (answer.Status == HttpStatusCode.OK)
                return ToToken(call, answer);
            if (!TryNextWay(answer.Status))
                throw failures.Refused(call, answer);
        }
    }

    /// <summary>A backend may know only one form of password, and only the older scope; what worked is kept for the renewals.</summary>
    private bool TryNextWay(HttpStatusCode status)
    {
        if (status == HttpStatusCode.Unauthorized && _form + 1 < _forms.Length)
            _form++;
        else if (status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden && _scope + 1 < Scopes.Length)
            _scope++;
        else
        {
            _form = _scope = 0;
            return false;
        }
        return true;
    }

    private AccessToken ToToken(MerchantCall call, MerchantAnswer answer)
    {
        var (value, end) = failures.Read(
            call, answer, WireJson.Default.TokenWire, wire => (wire.RequireToken(), wire.Expiration?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue));
        var now = clock.GetUtcNow();
        var early = (end - now) / 2;
        return new AccessToken(value, end - (early < RenewBeforeEnd ? early : RenewBeforeEnd));
    }

    // A repeated fetch only makes a token that nobody uses, so it may be tried again.
    private static MerchantCall TokenCall(string scope) => new(HttpMethod.Post, "private/token", "private/token")
    {
        Body = JsonSerializer.SerializeToUtf8Bytes(new TokenRequestWire(scope), WireJson.Default.TokenRequestWire),
        IsRepeatable = true,
    };

    /// <summary>The two forms in which backends take a password: HTTP Basic with the instance's name, or as a secret token.</summary>
    private sealed record PasswordForm(AuthenticationHeaderValue Header)
    {
        // The name of the instance that lies at the backend's root.
        private const string RootInstance = "admin";

        public static PasswordForm[] Of(string password, Uri baseUrl)
        {
            var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(InstanceOf(baseUrl) + ":" + password));
            return
            [
                new(new AuthenticationHeaderValue("Basic", credentials)),
                new(new AuthenticationHeaderValue("Bearer", "secret-token:" + Uri.EscapeDataString(password))),
            ];
        }

        private static string InstanceOf(Uri baseUrl) =>
            baseUrl.AbsolutePath.Split('/') is [.., "instances", var name, ""] ? Uri.UnescapeDataString(name) : RootInstance;
    }
}
