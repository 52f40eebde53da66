using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Tokens;

/// <summary>What a token allows, after the permissions of the protocol.</summary>
[Flags]
internal enum Permission
{
    None = 0,
    OrdersRead = 1,
    OrdersWrite = 2,
    OrdersRefund = 4,
    OrdersDelete = 8,
    WebhooksRead = 16,
    WebhooksWrite = 32,
}

internal sealed record AccessToken(string Value, string Scope, bool Refreshable, Timestamp Expiration);

/// <summary>The access tokens of the instance: the static one, and those issued for its password.</summary>
internal sealed class AccessTokens(Instance instance)
{
    public const string Prefix = "secret-token:";

    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";
    private const string RefreshableSuffix = ":refreshable";
    private const int RandomBytes = 32;
    private const int MaxTokens = 1000;
    private const Permission All = (Permission)63;

    private static readonly RelativeTime MaxLife = RelativeTime.FromTimeSpan(TimeSpan.FromDays(1));

    private static readonly Dictionary<string, Permission> Scopes = new(StringComparer.Ordinal)
    {
        ["readonly"] = Permission.OrdersRead | Permission.WebhooksRead,
        ["write"] = All,
        ["all"] = All,
        ["order-simple"] = Permission.OrdersRead | Permission.OrdersWrite,
        ["order-pos"] = Permission.OrdersRead | Permission.OrdersWrite,
        ["order-mgmt"] = Permission.OrdersRead | Permission.OrdersWrite | Permission.OrdersRefund,
        ["order-full"] = Permission.OrdersRead | Permission.OrdersWrite | Permission.OrdersRefund | Permission.OrdersDelete,
    };

    private readonly Lock _gate = new();
    private readonly Dictionary<string, AccessToken> _issued = new(StringComparer.Ordinal);
    private readonly Queue<string> _ages = new();

    /// <summary>Lets a request pass that carries a token with a permission; refuses every other.</summary>
    public void Require(HttpRequest request, Permission permission)
    {
        var value = ReadBearer(request);
        if (IsEqual(value, instance.Options.AccessToken))
            return;
        AccessToken? token;
        lock (_gate)
            _issued.TryGetValue(value, out token);
        if (token is null)
            throw new RefusedException(Refusal.TokenUnknown);
        if (token.Expiration < instance.Now)
            throw new RefusedException(Refusal.TokenExpired);
        if ((Scopes[token.Scope] & permission) != permission)
            throw new RefusedException(Refusal.PermissionMissing);
    }

    /// <summary>Issues a token. It lives a day at most.</summary>
    public AccessToken Issue(string scope, RelativeTime? life)
    {
        var refreshable = scope.EndsWith(RefreshableSuffix, StringComparison.Ordinal);
        var name = refreshable ? scope[..^RefreshableSuffix.Length] : scope;
        if (!Scopes.ContainsKey(name))
            throw new RefusedException(Refusal.ParameterMalformed, "scope");
        var given = life is { } wanted && wanted.ToTimeSpan() < MaxLife.ToTimeSpan() ? wanted : MaxLife;
        var value = Prefix + CrockfordBase32.Encode(RandomNumberGenerator.GetBytes(RandomBytes));
        var token = new AccessToken(value, name, refreshable, TalerTime.Add(instance.Now, given));
        lock (_gate)
        {
            _issued.Add(value, token);
            _ages.Enqueue(value);
            if (_ages.Count > MaxTokens)
                _issued.Remove(_ages.Dequeue());
        }
        return token;
    }

    /// <summary>Lets a request pass that knows the password or holds the static token.</summary>
    public void RequireLogin(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            if (!IsEqual(ReadBasic(header), Instance.Name + ":" + instance.Options.Password))
                throw new RefusedException(Refusal.Unauthorized);
            return;
        }
        var value = ReadBearer(request);
        if (!IsEqual(value, Prefix + instance.Options.Password) && !IsEqual(value, instance.Options.AccessToken))
            throw new RefusedException(Refusal.Unauthorized);
    }

    private static string ReadBearer(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
            throw new RefusedException(Refusal.Unauthorized);
        if (!header.StartsWith(Bearer + Prefix, StringComparison.OrdinalIgnoreCase))
            throw new RefusedException(Refusal.TokenMalformed);
        return header[Bearer.Length..];
    }

    private static string ReadBasic(string header)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(header[Basic.Length..]));
        }
        catch (FormatException)
        {
            throw new RefusedException(Refusal.TokenMalformed);
        }
    }

    private static bool IsEqual(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
