using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Taler.Paywall.Gate;

/// <summary>A value provider that knows a paid value only if the paywall found the value there, too.</summary>
internal sealed class HidingValueProvider(IValueProvider inner, PaidSources paid)
    : IBindingSourceValueProvider, IEnumerableValueProvider, IKeyRewriterValueProvider
{
    public bool ContainsPrefix(string prefix) => !IsHidden(prefix) && inner.ContainsPrefix(prefix);

    /// <summary>Below a prefix the value is the same: else a request could choose a prefix, and a model would lack what was paid for.</summary>
    public ValueProviderResult GetValue(string key) => paid.Find(key) switch
    {
        null => inner.GetValue(key),
        { IsWhole: true, Name: var name } when paid.Include(inner, name) => inner.GetValue(name),
        _ => ValueProviderResult.None,
    };

    public IDictionary<string, string> GetKeysFromPrefix(string prefix)
    {
        var keys = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (inner is not IEnumerableValueProvider enumerable || IsHidden(prefix))
            return keys;
        foreach (var (name, key) in enumerable.GetKeysFromPrefix(prefix))
        {
            if (!IsHidden(key))
                keys.Add(name, key);
        }
        return keys;
    }

    /// <summary>For an action that names the source itself.</summary>
    public IValueProvider? Filter(BindingSource bindingSource) =>
        (inner as IBindingSourceValueProvider)?.Filter(bindingSource) is { } filtered
            ? new HidingValueProvider(filtered, paid.Within(bindingSource))
            : null;

    /// <summary>Without what rewrites the keys that were sent.</summary>
    public IValueProvider? Filter()
    {
        if (inner is not IKeyRewriterValueProvider rewriter)
            return this;
        return rewriter.Filter() is { } filtered ? new HidingValueProvider(filtered, paid) : null;
    }

    /// <summary>Where the value was found it has one key, its name. The paywall has read no other.</summary>
    private bool IsHidden(string key) => paid.Find(key) is { Name: var name } && !(name.Length == key.Length && paid.Include(inner, name));
}
