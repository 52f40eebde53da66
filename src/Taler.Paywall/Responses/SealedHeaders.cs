using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Taler.Paywall.Responses;

/// <summary>
/// Headers on which ours is the last word. OnStarting callbacks run in reverse order, so those of middleware in front of the paywall come
/// after ours; what they write goes through here and is put right again.
/// </summary>
internal sealed class SealedHeaders(IHeaderDictionary inner, Action<IHeaderDictionary> seal) : IHeaderDictionary
{
    public static void Apply(HttpResponse response, Action<IHeaderDictionary> seal) => response.OnStarting(
        static state =>
        {
            var (response, seal) = ((HttpResponse, Action<IHeaderDictionary>))state;
            seal(response.Headers);
            var features = response.HttpContext.Features;
            features.Set<IHttpResponseFeature>(new Response(features.GetRequiredFeature<IHttpResponseFeature>(), seal));
            return Task.CompletedTask;
        },
        (response, seal));

    public StringValues this[string key]
    {
        get => inner[key];
        set
        {
            inner[key] = value;
            seal(inner);
        }
    }

    public long? ContentLength
    {
        get => inner.ContentLength;
        set => inner.ContentLength = value;
    }

    public ICollection<string> Keys => inner.Keys;

    public ICollection<StringValues> Values => inner.Values;

    public int Count => inner.Count;

    public bool IsReadOnly => inner.IsReadOnly;

    public void Add(string key, StringValues value) => Add(KeyValuePair.Create(key, value));

    public void Add(KeyValuePair<string, StringValues> item)
    {
        inner.Add(item);
        seal(inner);
    }

    public bool Remove(string key)
    {
        var removed = inner.Remove(key);
        seal(inner);
        return removed;
    }

    public bool Remove(KeyValuePair<string, StringValues> item)
    {
        var removed = inner.Remove(item);
        seal(inner);
        return removed;
    }

    public void Clear()
    {
        inner.Clear();
        seal(inner);
    }

    public bool Contains(KeyValuePair<string, StringValues> item) => inner.Contains(item);

    public bool ContainsKey(string key) => inner.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value) => inner.TryGetValue(key, out value);

    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex) => inner.CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => inner.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Response(IHttpResponseFeature inner, Action<IHeaderDictionary> seal) : IHttpResponseFeature
    {
        public int StatusCode
        {
            get => inner.StatusCode;
            set => inner.StatusCode = value;
        }

        public string? ReasonPhrase
        {
            get => inner.ReasonPhrase;
            set => inner.ReasonPhrase = value;
        }

        public IHeaderDictionary Headers { get; set; } = new SealedHeaders(inner.Headers, seal);

        [Obsolete("Use IHttpResponseBodyFeature.Stream instead.")]
        public Stream Body
        {
            get => inner.Body;
            set => inner.Body = value;
        }

        public bool HasStarted => inner.HasStarted;

        public void OnStarting(Func<object, Task> callback, object state) => inner.OnStarting(callback, state);

        public void OnCompleted(Func<object, Task> callback, object state) => inner.OnCompleted(callback, state);
    }
}
