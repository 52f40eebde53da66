using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Taler.Paywall.FunctionalTests.Secrets;

/// <summary>Passes the body of an answer on unchanged and keeps a copy of its beginning. Files that the server sends itself are not copied.</summary>
internal sealed class BodyCopy(IHttpResponseBodyFeature inner) : IHttpResponseBodyFeature
{
    /// <summary>Many times the longest page of the paywall.</summary>
    private const int MaxLength = 256 * 1024;

    private readonly ArrayBufferWriter<byte> _copy = new();
    private CopyingStream? _stream;
    private CopyingWriter? _writer;

    public Stream Stream => _stream ??= new CopyingStream(inner.Stream, Keep);

    public PipeWriter Writer => _writer ??= new CopyingWriter(inner.Writer, Keep);

    public string Text => Encoding.UTF8.GetString(_copy.WrittenSpan);

    public void DisableBuffering() => inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        inner.SendFileAsync(path, offset, count, cancellationToken);

    public Task CompleteAsync() => inner.CompleteAsync();

    private void Keep(ReadOnlySpan<byte> bytes) => _copy.Write(bytes[..Math.Min(bytes.Length, MaxLength - _copy.WrittenCount)]);

    private delegate void Keeper(ReadOnlySpan<byte> bytes);

    private sealed class CopyingWriter(PipeWriter inner, Keeper keep) : PipeWriter
    {
        private Memory<byte> _open;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes)
        {
            keep(_open.Span[..bytes]);
            _open = _open[bytes..];
            inner.Advance(bytes);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => _open = inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
    }

    private sealed class CopyingStream(Stream inner, Keeper keep) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Write(byte[] buffer, int offset, int count)
        {
            keep(buffer.AsSpan(offset, count));
            inner.Write(buffer, offset, count);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            keep(buffer.Span);
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
