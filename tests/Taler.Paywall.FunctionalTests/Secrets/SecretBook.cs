using System.Buffers;
using System.Collections.Concurrent;

namespace Taler.Paywall.FunctionalTests.Secrets;

/// <summary>The secrets that one shop had to do with.</summary>
internal sealed class SecretBook
{
    private const string TokenPrefix = "secret-token:";

    private readonly ConcurrentDictionary<string, string> _secrets = new(StringComparer.Ordinal);

    public IEnumerable<string> Kinds => _secrets.Values.Distinct();

    public void Add(string kind, string? secret)
    {
        var bare = secret?.StartsWith(TokenPrefix, StringComparison.Ordinal) is true ? secret[TokenPrefix.Length..] : secret;
        if (!string.IsNullOrEmpty(bare))
            _secrets.TryAdd(bare, kind);
    }

    /// <summary>Fails if any of the texts holds any of the secrets.</summary>
    public void AssertUntold(string channel, IEnumerable<string> texts)
    {
        if (_secrets.IsEmpty)
            return;
        var secrets = SearchValues.Create([.. _secrets.Keys], StringComparison.Ordinal);
        foreach (var text in texts.Where(text => text.AsSpan().ContainsAny(secrets)))
        {
            var kinds = _secrets.Where(secret => text.Contains(secret.Key, StringComparison.Ordinal)).Select(secret => secret.Value).Distinct();
            Assert.Fail($"The {channel} tells a secret ({string.Join(", ", kinds)}): {text}");
        }
    }
}
