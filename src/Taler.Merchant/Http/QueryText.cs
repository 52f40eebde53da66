using System.Globalization;
using System.Text;

namespace Taler.Merchant.Http;

/// <summary>Builds a query; members without a value are left out.</summary>
internal sealed class QueryText
{
    private readonly StringBuilder _text = new();

    public QueryText Add(string name, string? value)
    {
        if (value is not null)
            _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    public QueryText Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public QueryText Add(string name, bool? value) => value is { } yes ? Add(name, yes ? "yes" : "no") : this;

    public override string ToString() => _text.ToString();
}
