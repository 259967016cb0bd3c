/** A line sign that the packed icon font has not, in the colour and size of the words around it. */
Component({
  properties: {
    name: { type: String, value: '' },
    /** In rpx, for its width and height. */
    size: { type: Number, value: 36 },
  },
})
